package dev.perdure;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventRulesTest {
  record Receipt() {}

  record Pay(long amount, ReplyTo<Receipt> to) {}

  record PayAll(ReplyTo<List<Receipt>> to) {}

  record Look(ReplyTo<Receipt> to) implements Query {}

  record Started(MachineRef<Pay> machine, Outcome<Receipt> outcome) {}

  record Tree(List<Tree> branches, Map<String, Tree[]> named) {}

  @Test
  void oneDirectReplyToWithItsClassIsTheRule() {
    fine(Pay.class);
    fine(Look.class);
  }

  @Test
  void aGenericAnswerBelongsInARecord() {
    assertThatThrownBy(() -> EventRules.check("pay", PayAll.class))
        .hasMessageContaining("PayAll")
        .hasMessageContaining("into a record");
  }

  @Test
  void aRefToAMachineThatIsAskedHoldsNoReplyTo() {
    fine(Started.class);
  }

  @Test
  void anEventThatHoldsItsOwnClassIsWalkedOnce() {
    fine(Tree.class);
  }

  record Two(ReplyTo<Receipt> to, ReplyTo<String> other) {}

  @Test
  void twoReplyTosAreRefused() {
    refused(Two.class, "it has 2 ReplyTo components; an event has at most one");
  }

  record InAList(List<ReplyTo<Receipt>> all) {}

  @SuppressWarnings("ArrayRecordComponent")
  record InAnArray(ReplyTo<?>[] all) {}

  @SuppressWarnings("ArrayRecordComponent")
  record InAGenericArray(ReplyTo<Receipt>[] all) {}

  record InARecord(Pay pay) {}

  sealed interface Family {
    record Member(ReplyTo<Receipt> to) implements Family {}
  }

  record InAFamily(Family member) {}

  @Test
  void aReplyToInsideAComponentIsRefused() {
    refused(InAList.class, "component 'all' has a ReplyTo inside");
    refused(InAnArray.class, "component 'all' has a ReplyTo inside");
    refused(InAGenericArray.class, "component 'all' has a ReplyTo inside");
    refused(InARecord.class, "component 'pay' has a ReplyTo inside");
    refused(InAFamily.class, "component 'member' has a ReplyTo inside");
  }

  @SuppressWarnings("rawtypes")
  record Raw(ReplyTo to) {}

  record Wild(ReplyTo<? extends Receipt> to) {}

  record Open<R>(ReplyTo<R> to) {}

  @Test
  void aReplyToThatDoesNotSayTheClassOfItsAnswerIsRefused() {
    refused(Raw.class, "component 'to' must say the class of its answer");
    refused(Wild.class, "component 'to' must say the class of its answer");
    refused(Open.class, "component 'to' must say the class of its answer");
  }

  record Blind() implements Query {}

  @Test
  void aQueryWithoutAReplyToIsRefused() {
    refused(Blind.class, "a Query without a ReplyTo component");
  }

  private static void fine(Class<?> event) {
    assertThatCode(() -> define(event)).doesNotThrowAnyException();
  }

  private static void refused(Class<?> event, String problem) {
    assertThatThrownBy(() -> define(event))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("event %s of machine type 'shop': ".formatted(event.getTypeName()))
        .hasMessageContaining(problem);
  }

  private static <E> void define(Class<E> event) {
    Definition.of(
        MachineType.of("shop", event),
        Receipt.class,
        () -> {
          throw new AssertionError("a definition must not make a behaviour");
        });
  }
}
