package dev.perdure.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.Activity;
import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.MapKey;
import dev.perdure.Outcome;
import dev.perdure.Part;
import dev.perdure.QueueKey;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@SuppressWarnings({
  "ArrayRecordComponent",
  "UnusedMethod"
}) // What is checked here is reached by reflection.
final class StartupChecksTest {
  /** A behaviour for the states of a test; it is never stepped. */
  static class Idle<S, E> implements Machine<S, E> {
    private final @Nullable S initial;

    Idle(@Nullable S initial) {
      this.initial = initial;
    }

    @Override
    @SuppressWarnings("NullAway") // Some tests break the contract on purpose.
    public S initial() {
      return initial;
    }

    @Override
    public S on(S state, E event, Step<E> step) {
      return step.ignore(state);
    }
  }

  record Ready(int count) {}

  record Go() {}

  record Receipt(String number) {}

  private static <S, E> Definition<S, E> machine(
      String name, Class<S> states, Class<E> events, Supplier<? extends Machine<S, E>> behaviour) {
    return Definition.of(MachineType.of(name, events), states, behaviour);
  }

  private static <E> Definition<Ready, E> withEvents(Class<E> events) {
    return machine("m", Ready.class, events, () -> new Idle<>(new Ready(0)));
  }

  private static <S> Definition<S, Go> withStates(Class<S> states, S initial) {
    return machine("m", states, Go.class, () -> new Idle<>(initial));
  }

  private static String problems(Part... parts) {
    try {
      StartupChecks.check(parts);
    } catch (IllegalArgumentException e) {
      return String.valueOf(e.getMessage());
    }
    return "";
  }

  sealed interface Rich {}

  enum Mood implements Rich {
    CALM,
    BUSY
  }

  record Page<T>(List<T> items, Optional<Page<T>> next) {}

  record Percent(int value) {
    Percent {
      if (value < 0 || value > 100) throw new IllegalArgumentException("no percent");
    }
  }

  record Email(String value) {
    Email {
      if (!value.contains("@")) throw new IllegalArgumentException("no email");
    }
  }

  record Never(String value) {
    Never {
      if (value.length() != 7_919) throw new IllegalArgumentException("no sample is so long");
    }
  }

  record Everything(
      Page<Rich> page,
      Map<String, Set<Percent>> percents,
      Optional<Email> email,
      Mood mood,
      BigDecimal price,
      Instant at,
      MachineRef<Go> ref,
      byte[] bytes)
      implements Rich {}

  record Chain(Rich next, Never never) implements Rich {}

  sealed interface State {}

  record Empty() implements State {}

  record Full(Everything all) implements State {}

  private static final Full FULL =
      new Full(
          new Everything(
              new Page<>(List.of(Mood.BUSY), Optional.empty()),
              Map.of(),
              Optional.empty(),
              Mood.CALM,
              BigDecimal.ONE,
              Instant.EPOCH,
              MachineType.of("m", Go.class).ref("1"),
              new byte[0]));

  sealed interface Event {}

  record Begin() implements Event {}

  record Push(Everything all, ReplyTo<Receipt> to) implements Event {}

  record Pushed(Outcome<Receipt> outcome) implements Event {}

  sealed interface Doubtful {}

  record Fine() implements Doubtful {}

  record Shiftier(List<Integer> counts) implements Doubtful {
    @Override
    public List<Integer> counts() {
      return List.of();
    }
  }

  @Test
  void soundPartsPass() {
    assertThatCode(
            () ->
                StartupChecks.check(
                    machine("m", State.class, Event.class, () -> new Idle<>(new Empty())),
                    Activity.of("a", String.class, Receipt.class, Activity.Policy.standard())
                        .with((request, attempt) -> new Receipt(request))))
        .doesNotThrowAnyException();
  }

  @Test
  void theCodecWritesTheDurableNames() {
    var codec = StartupChecks.check(withEvents(Event.class).named(Begin.class, "start"));
    assertThat(new String(codec.of(Event.class).encode(new Begin()), UTF_8))
        .isEqualTo("{\"@type\":\"start\"}");
  }

  @Test
  void twoDefinitionsOfOneNameAreRefused() {
    record Other(int x) {}
    assertThat(
            problems(withStates(Ready.class, new Ready(0)), withStates(Other.class, new Other(1))))
        .contains("1. ")
        .contains("machine type 'm' is defined twice");
  }

  @Test
  void twoActivitiesOfOneNameAreRefused() {
    Activity<String, String> activity =
        Activity.of("charge", String.class, String.class, Activity.Policy.standard());
    assertThat(problems(activity.with((q, a) -> q), activity.with((q, a) -> q)))
        .contains("activity 'charge': it is given twice");
  }

  @Test
  void oneClassWithTwoDurableNamesIsRefused() {
    Definition<Ready, Go> one =
        machine("one", Ready.class, Go.class, () -> new Idle<>(new Ready(0)));
    Definition<Ready, Go> two =
        machine("two", Ready.class, Go.class, () -> new Idle<>(new Ready(0)));
    assertThat(problems(one.named(Go.class, "go"), two.named(Go.class, "run")))
        .contains("Go: two definitions give it two durable names, 'go' and 'run'");
  }

  @Test
  void namesOfMembersInsideHoldForAllParts() {
    var codec =
        StartupChecks.check(
            withStates(Full.class, FULL).named(Chain.class, "link").named(Mood.BUSY, "busy"),
            machine("other", Everything.class, Go.class, () -> new Idle<>(FULL.all())));
    assertThat(new String(codec.of(Rich.class).encode(Mood.BUSY), UTF_8))
        .isEqualTo("{\"@type\":\"Mood\",\"@value\":\"busy\"}");
    assertThat(codec.nameOf(Mood.BUSY)).isEqualTo("busy");
  }

  @Test
  void oneNameForTwoMembersOrConstantsInsideIsRefused() {
    assertThat(problems(withStates(Full.class, FULL).named(Chain.class, "Mood")))
        .contains("Chain share the name 'Mood'")
        .contains("Definition.named");
    assertThat(problems(withStates(Full.class, FULL).named(Mood.BUSY, "CALM")))
        .contains("Mood: its constants CALM and BUSY share the name 'CALM'");
  }

  @Test
  void twoNamesForOneMemberOrConstantInsideAreRefused() {
    Definition<Full, Go> one = machine("one", Full.class, Go.class, () -> new Idle<>(FULL));
    Definition<Full, Go> two = machine("two", Full.class, Go.class, () -> new Idle<>(FULL));
    assertThat(problems(one.named(Chain.class, "a"), two.named(Chain.class, "b")))
        .contains("Chain: two definitions give it two durable names, 'a' and 'b'");
    assertThat(problems(one.named(Mood.CALM, "a"), two.named(Mood.CALM, "b")))
        .contains("Mood.CALM: two definitions give it two durable names, 'a' and 'b'");
    assertThat(problems(one.named(Mood.CALM, "a"), two.named(Mood.CALM, "a"))).isEmpty();
  }

  @Test
  void typesThatCannotBeWrittenAreRefusedWhereverTheyAre() {
    record BadState(Object one) {}
    record BadEvent(List<?> two) {}
    record BadRequest(int[] three) {}
    record BadResult(Thread four) {}
    assertThat(
            problems(
                machine("m", BadState.class, BadEvent.class, () -> new Idle<>(new BadState(1))),
                Activity.of("a", BadRequest.class, BadResult.class, Activity.Policy.standard())
                    .with((request, attempt) -> new BadResult(Thread.currentThread()))))
        .contains("BadState.one: Object")
        .contains("BadEvent.two: the wildcard")
        .contains("BadRequest.three: int[] is an array")
        .contains("BadResult.four: java.lang.Thread is a class")
        .contains("  4. ");
  }

  @Test
  void anAnswerThatCannotBeWrittenIsRefused() {
    record Bad(Object what) {}
    record Ask(ReplyTo<Bad> to) {}
    assertThat(problems(withEvents(Ask.class))).contains("Bad.what: Object");
  }

  @Test
  void aRecordThatIsNotReadBackAsItWasIsRefused() {
    record Shifty(int count) {
      @Override
      public int count() {
        return count + 1;
      }
    }
    assertThat(problems(withEvents(Shifty.class)))
        .contains("Shifty: written as {\"count\":2} it is read back as")
        .contains("keep each component as it is given");
  }

  @Test
  void aRecordThatIsNotEqualToItsCopyIsRefused() {
    record Lonely(int count) {
      @Override
      public boolean equals(@Nullable Object other) {
        return this == other;
      }

      @Override
      public int hashCode() {
        return count;
      }
    }
    assertThat(problems(withEvents(Lonely.class))).contains("Lonely: written as");
  }

  @Test
  void aRecordThatCannotBeReadIsRefused() {
    record OneWay(String text) {
      OneWay {
        if (text.startsWith("*")) throw new IllegalArgumentException("has a star");
      }

      @Override
      public String text() {
        return "*" + text;
      }
    }
    assertThat(problems(withEvents(OneWay.class)))
        .contains("OneWay: it cannot be written and read back")
        .contains("has a star");
  }

  @Test
  void everyMemberIsTried() {
    assertThat(problems(withEvents(Doubtful.class))).contains("Shiftier: written as {\"@type\"");
  }

  @Test
  void anOutcomeNamesOneClassAndIsTheOnlyOne() {
    record Vague(Outcome<List<String>> outcome) {}
    record Done(Outcome.Done<String> outcome) {}
    record Two(Outcome<String> one, Outcome<String> two) {}
    assertThat(problems(withEvents(Vague.class)))
        .contains("Vague.outcome: dev.perdure.Outcome<java.util.List<java.lang.String>> does not");
    assertThat(problems(withEvents(Done.class))).contains("Done.outcome: dev.perdure.Outcome$Done");
    assertThat(problems(withEvents(Two.class))).contains("it has more than one Outcome: one, two");
  }

  @Test
  void outcomesInAStateAreDataLikeAnyOther() {
    record Kept(Outcome<List<String>> one, Outcome<String> two) {}
    Kept kept = new Kept(new Outcome.Unknown<>(""), new Outcome.Done<>("a"));
    assertThat(problems(withStates(Kept.class, kept))).isEmpty();
  }

  @Test
  @SuppressWarnings("NullAway") // The suppliers break the contract on purpose.
  void aSupplierThatThrowsOrGivesNullIsRefused() {
    assertThat(
            problems(
                machine(
                    "m",
                    Ready.class,
                    Go.class,
                    () -> {
                      throw new IllegalStateException("no gateway");
                    })))
        .contains("machine type 'm': its supplier throws")
        .contains("no gateway");
    assertThat(problems(machine("m", Ready.class, Go.class, () -> null)))
        .contains("its supplier gives null");
  }

  @Test
  void anInitialStateIsOneOfTheFamily() {
    assertThat(problems(machine("m", Ready.class, Go.class, () -> new Idle<Ready, Go>(null))))
        .contains("Idle.initial(): it returns null");
    @SuppressWarnings({"unchecked", "rawtypes"})
    Supplier<Machine<Ready, Go>> wrong = () -> (Machine) new Idle<Object, Go>(new Receipt("1"));
    assertThat(problems(machine("m", Ready.class, Go.class, wrong)))
        .contains("Idle.initial(): it returns a dev.perdure.node.StartupChecksTest$Receipt")
        .contains("which is no dev.perdure.node.StartupChecksTest$Ready");
    assertThat(
            problems(
                machine(
                    "m",
                    Ready.class,
                    Go.class,
                    () ->
                        new Idle<Ready, Go>(new Ready(0)) {
                          @Override
                          public Ready initial() {
                            throw new IllegalStateException("not yet");
                          }
                        })))
        .contains("it throws java.lang.IllegalStateException: not yet");
  }

  @Test
  void anInitialStateSurvivesBeingWritten() {
    record Text(String value) {}
    assertThat(problems(withStates(Text.class, new Text("\uD800"))))
        .contains("Text: it cannot be written and read back")
        .contains("unpaired surrogate");
  }

  static final class Keys extends Idle<Ready, Go> {
    record Bad(Object what) {}

    static final MapKey<String, Bad> MAP = MapKey.of("map", String.class, Bad.class);
    static final QueueKey<String[]> QUEUE = QueueKey.of("queue", String[].class);

    static final class Inside {
      static final class Deeper {
        static final QueueKey<long[]> LONGS = QueueKey.of("longs", long[].class);
      }
    }

    Keys() {
      super(new Ready(0));
    }
  }

  @Test
  void whatDurableMapsAndQueuesHoldIsChecked() {
    assertThat(problems(machine("m", Ready.class, Go.class, Keys::new)))
        .contains("StartupChecksTest$Keys$Bad.what: Object")
        .contains("StartupChecksTest$Keys.QUEUE: java.lang.String[] is an array")
        .contains("StartupChecksTest$Keys$Inside$Deeper.LONGS: long[] is an array");
  }

  static final class SameName extends Idle<Ready, Go> {
    static final MapKey<String, Receipt> ONE = MapKey.of("map", String.class, Receipt.class);
    static final MapKey<String, Ready> TWO = MapKey.of("map", String.class, Ready.class);
    static final QueueKey<Ready> THREE = QueueKey.of("map", Ready.class);

    SameName() {
      super(new Ready(0));
    }
  }

  @Test
  void twoKeysOfOneNameWithOtherClassesAreRefused() {
    assertThat(problems(machine("m", Ready.class, Go.class, SameName::new)))
        .contains("SameName.TWO: another constant has the name 'map' with other classes")
        .doesNotContain("THREE");
  }

  @Test
  void allProblemsAreReportedAtOnceAndNumbered() {
    record Bad(Object what) {}
    record Worse(Thread why) {}
    assertThatThrownBy(
            () ->
                StartupChecks.check(
                    machine("m", Bad.class, Worse.class, () -> new Idle<>(new Bad(1)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The node cannot be opened with these parts:\n  1. ")
        .hasMessageContaining("\n  2. ");
  }
}
