package dev.perdure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class MachineRefTest {
  private static final MachineType<Event> TYPE = MachineType.of("order", Event.class);

  sealed interface Event {
    record Pay() implements Event {}
  }

  @Property
  void aRefPrintsItsPartsInOrder(
      @ForAll @AlphaChars @NotEmpty @StringLength(max = 20) String tag,
      @ForAll @AlphaChars @NotEmpty @StringLength(max = 20) String key) {
    assertThat(TYPE.ref(key)).hasToString("order/" + key);
    assertThat(TYPE.ref(Placement.of(tag), key)).hasToString("order/{" + tag + "}/" + key);
  }

  @Property
  void aPlacedRefIsNeverAnUnplacedOne(
      @ForAll @AlphaChars @NotEmpty @StringLength(max = 20) String tag,
      @ForAll @AlphaChars @NotEmpty @StringLength(max = 20) String key) {
    MachineRef<Event> placed = TYPE.ref(Placement.of(tag), key);
    assertThat(placed.placed()).isTrue();
    assertThat(TYPE.ref(key).placed()).isFalse();
    assertThat(placed).isNotEqualTo(TYPE.ref(key));
  }

  @Test
  void aTagThatEqualsTheKeyStillNamesAnotherMachine() {
    assertThat(TYPE.ref(Placement.of("a"), "a")).isNotEqualTo(TYPE.ref("a"));
    assertThat(TYPE.ref(Placement.of("a"), "a")).hasToString("order/{a}/a");
  }

  @Test
  void placedByKeyIsTheFormWithoutATag() {
    assertThat(TYPE.ref(Placement.byKey(), "a")).isEqualTo(TYPE.ref("a"));
    assertThat(new Placement("")).isEqualTo(Placement.byKey());
    assertThat(Placement.of("a").isByKey()).isFalse();
    assertThat(Placement.of("a")).hasToString("{a}");
  }

  @Test
  void theSamePartsNameTheSameMachine() {
    assertThat(TYPE.ref(Placement.of("a"), "k")).isEqualTo(TYPE.ref(Placement.of("a"), "k"));
    assertThat(TYPE.ref(Placement.of("a"), "k")).isNotEqualTo(TYPE.ref(Placement.of("b"), "k"));
  }

  @Test
  void aNarrowedRefNamesTheSameMachine() {
    MachineRef<Event> whole = TYPE.ref("a");
    MachineRef<Event.Pay> part = whole.narrow();
    assertThat((Object) part).isEqualTo(whole);
  }

  @Test
  void theConstructorChecksAsTheFactoriesDo() {
    assertThatThrownBy(() -> new MachineRef<Event>("Order", Placement.byKey(), "a"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new MachineRef<Event>("order", Placement.byKey(), ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Placement("a\tb")).isInstanceOf(IllegalArgumentException.class);
  }
}
