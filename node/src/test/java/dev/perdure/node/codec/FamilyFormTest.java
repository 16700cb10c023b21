package dev.perdure.node.codec;

import static dev.perdure.node.codec.Specimens.copy;
import static dev.perdure.node.codec.Specimens.json;
import static dev.perdure.node.codec.Specimens.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.Outcome;
import dev.perdure.kernel.spi.Codec.CodecException;
import dev.perdure.node.codec.Specimens.Holiday;
import dev.perdure.node.codec.Specimens.Item;
import dev.perdure.node.codec.Specimens.Odd;
import dev.perdure.node.codec.Specimens.Open;
import dev.perdure.node.codec.Specimens.Ruin;
import dev.perdure.node.codec.Specimens.Shop;
import dev.perdure.node.codec.Specimens.Sku;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sealed families: each member says which it is, and only members are made. */
final class FamilyFormTest {
  record Street(List<Shop> shops) {}

  record Page<T>(List<T> items, Optional<T> first) {}

  record Report(Page<Shop> shops, Outcome<Shop> last) {}

  @Test
  void aMemberOfAFamilySaysByItsNameWhichItIs() {
    assertThat(json(Shop.class, new Open(7))).isEqualTo("{\"@type\":\"Open\",\"seats\":7}");
    assertThat(json(Shop.class, new Ruin())).isEqualTo("{\"@type\":\"Ruin\"}");
    assertThat(json(Shop.class, Odd.MARKET)).isEqualTo("{\"@type\":\"Odd\",\"@value\":\"MARKET\"}");
    Street street =
        new Street(List.of(new Open(1), new Holiday(LocalDate.EPOCH), new Ruin(), Odd.POP_UP));
    assertThat(copy(Street.class, street)).isEqualTo(street);
  }

  @Test
  void aMemberByItselfNeedsNoNameButItIsChecked() {
    assertThat(json(Open.class, new Open(7))).isEqualTo("{\"seats\":7}");
    assertThat(read(Open.class, "{\"seats\":7,\"@type\":\"Open\"}")).isEqualTo(new Open(7));
    assertThatThrownBy(() -> read(Open.class, "{\"@type\":\"Ruin\",\"seats\":7}"))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("'Open'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"seats\":7,\"@type\":\"Open\"}",
        "{\"other\":{\"@type\":\"Ruin\",\"deep\":[1,{}]},\"@type\":\"Open\",\"seats\":7}",
        "{  \"seats\" : 7 ,\n\"@type\":\"Open\"}"
      })
  void theNameMayStandAnywhereInTheObject(String json) {
    assertThat(read(Shop.class, json)).isEqualTo(new Open(7));
    assertThat(read(Street.class, "{\"shops\":[" + json + "," + json + "]}"))
        .isEqualTo(new Street(List.of(new Open(7), new Open(7))));
  }

  @Test
  void theNameOfAConstantMayStandAnywhere() {
    assertThat(read(Shop.class, "{\"@value\":\"MARKET\",\"@type\":\"Odd\"}")).isEqualTo(Odd.MARKET);
    assertThat(read(Shop.class, "{\"@type\":\"Odd\",\"x\":[],\"@value\":\"MARKET\"}"))
        .isEqualTo(Odd.MARKET);
  }

  @Test
  void onlyMembersAreEverMade() {
    assertThatThrownBy(() -> read(Shop.class, "{\"@type\":\"java.lang.Runtime\"}"))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("expected one of Open, Holiday, Ruin, Odd");
    assertThatThrownBy(() -> read(Shop.class, "{\"@class\":\"java.lang.Runtime\"}"))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("@type");
    assertThatThrownBy(() -> read(Shop.class, "[\"java.lang.Runtime\",{}]"))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("found an array");
  }

  @Test
  void aSealedValueInsideAGenericRecordKeepsItsName() {
    Report report =
        new Report(
            new Page<>(List.of(new Open(1)), Optional.of(new Ruin())),
            new Outcome.Done<>(new Open(2)));
    assertThat(json(Report.class, report))
        .isEqualTo(
            "{\"shops\":{\"items\":[{\"@type\":\"Open\",\"seats\":1}],\"first\":{\"@type\":\"Ruin\"}},"
                + "\"last\":{\"@type\":\"Done\",\"value\":{\"@type\":\"Open\",\"seats\":2}}}");
    assertThat(copy(Report.class, report)).isEqualTo(report);
  }

  @Test
  void everyOutcomeSurvives() {
    record Paid(Outcome<Item> outcome) {}
    for (Outcome<Item> outcome :
        List.<Outcome<Item>>of(
            new Outcome.Done<>(new Item(new Sku("a"), 1)),
            new Outcome.Failed<>(Outcome.Cause.HALTED, "gone"),
            new Outcome.Unknown<>(""))) {
      assertThat(copy(Paid.class, new Paid(outcome))).isEqualTo(new Paid(outcome));
    }
  }
}
