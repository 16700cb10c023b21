package dev.perdure.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.CallId;
import dev.perdure.Definition;
import dev.perdure.DurableTimer;
import dev.perdure.Machine;
import dev.perdure.MachineType;
import dev.perdure.MapKey;
import dev.perdure.Outcome;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import dev.perdure.testing.CommittedStep.Verdict;
import dev.perdure.testing.Relay.Begin;
import dev.perdure.testing.Relay.HowMany;
import dev.perdure.testing.Relay.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The unit kit, on machines that keep the rules and on some that do not. */
class MachineTestTest {
  private final MachineTest<State, Relay.Event> relay =
      MachineTest.of(Relay.DEFINITION, State.class);

  @Test
  void aStepShowsWhatItDid() {
    ReplyTo<String> to = relay.replyTo("client");
    StepResult<State> begun = relay.on(new Begin(to));
    assertThat(begun.next()).isEqualTo(new State(0, ""));
    assertThat(begun.verdict()).isEqualTo(Verdict.HANDLED);
    assertThat(begun.replies()).containsOnlyKeys(to);
    assertThat(begun.sent()).hasSize(2);
    assertThat(begun.calls()).hasSize(1);
    assertThat(begun.asks()).hasSize(1);
    assertThat(begun.timersStarted())
        .containsExactly(DurableTimer.after(Duration.ofSeconds(2), new Relay.Tick()));
    assertThat(relay.timers()).hasSize(1);
    assertThat(relay.waitsFor()).hasSize(2);
  }

  @Test
  void whatItDidStaysForTheNextStep() {
    relay.on(new Begin(relay.replyTo("client")));
    assertThat(relay.fire(Relay.Tick.class).next()).isEqualTo(new State(1, "begun"));
    assertThat(relay.timers()).isEmpty();
    assertThatThrownBy(() -> relay.fire(Relay.Tick.class)).hasMessageContaining("no timer runs");
  }

  @Test
  void anAnswerComesBackOnce() {
    CallId call = relay.on(new Begin(relay.replyTo("c"))).calls().keySet().iterator().next();
    assertThat(relay.answer(call, new Outcome.Done<>("hi")).next()).isEqualTo(new State(0, "hi"));
    assertThatThrownBy(() -> relay.answer(call, new Outcome.Done<>("hi")))
        .hasMessageContaining("waits for no answer");
  }

  @Test
  void aStepBeginsInAGivenState() {
    assertThat(relay.in(new State(2, "")).on(new HowMany(relay.replyTo("a"))).verdict())
        .isEqualTo(Verdict.DEFERRED);
    StepResult<State> told = relay.in(new State(3, "")).on(new HowMany(relay.replyTo("a")));
    assertThat(told.replies()).containsValue(3);
  }

  @Test
  void aMachineThatHasHaltedTakesNothingMore() {
    assertThat(relay.on(new Relay.End()).verdict()).isEqualTo(Verdict.HALTED);
    assertThat(relay.isHalted()).isTrue();
    assertThatThrownBy(() -> relay.on(new Relay.Hop(1))).hasMessageContaining("halted");
  }

  // ---- machines that break a rule ------------------------------------------------------------

  /** Does as it is told, right or wrong. */
  private static final class Wrong implements Machine<Wrong.Now, Wrong.Event> {
    static final MachineType<Event> TYPE = MachineType.of("wrong", Event.class);
    static final Definition<?, Event> DEFINITION = Definition.of(TYPE, Now.class, Wrong::new);
    static final MapKey<String, Integer> MAP = MapKey.of("map", String.class, Integer.class);

    sealed interface Event {}

    record SendAndDefer() implements Event {}

    record ReplyTwice(ReplyTo<String> to) implements Event {}

    record LookInside() implements Event {}

    record LookForDone() implements Event {}

    record Came(Outcome<String> outcome) implements Event {}

    record GoHere() implements Event {}

    record PutAndThrow() implements Event {}

    record RemoveAndReject() implements Event {}

    record HaltOther() implements Event {}

    record Leave() implements Event {}

    sealed interface Now {}

    /** Is another each time that it is made. */
    record Here(long made) implements Now {
      Here {
        made++;
      }
    }

    record There() implements Now {}

    @Override
    public Now initial() {
      return new There();
    }

    @Override
    public Now on(Now state, Event event, Step<Event> step) {
      return switch (event) {
        case SendAndDefer() -> {
          step.send(step.self(), new Leave());
          yield step.defer(state);
        }
        case ReplyTwice(var to) -> {
          step.reply(to, "one");
          step.reply(to, "two");
          yield state;
        }
        case LookInside() -> {
          step.call(
              Relay.ECHO,
              "?",
              outcome -> outcome instanceof Outcome.Failed ? new Leave() : new Came(outcome));
          yield state;
        }
        case LookForDone() -> {
          step.call(
              Relay.ECHO,
              "?",
              outcome -> outcome instanceof Outcome.Done ? new Leave() : new Came(outcome));
          yield state;
        }
        case Came _, Leave() -> state;
        case GoHere() -> new Here(1);
        case PutAndThrow() -> {
          step.map(MAP).put("a", 1);
          throw new IllegalStateException("thrown");
        }
        case RemoveAndReject() -> {
          step.map(MAP).remove("not there");
          yield step.reject(state, "no");
        }
        case HaltOther() -> {
          step.halt(state);
          yield new Here(2);
        }
      };
    }
  }

  private final MachineTest<Wrong.Now, Wrong.Event> wrong =
      MachineTest.of(Wrong.DEFINITION, Wrong.Now.class);

  @Test
  void deferMustBeAllThatAStepDoes() {
    assertThatThrownBy(() -> wrong.on(new Wrong.SendAndDefer()))
        .hasMessageContaining("must be all that a step does");
  }

  @Test
  void twoAnswersAreRefused() {
    assertThatThrownBy(() -> wrong.on(new Wrong.ReplyTwice(wrong.replyTo("c"))))
        .hasMessageContaining("two answers");
  }

  @Test
  void aFunctionThatLooksInsideIsRefused() {
    assertThatThrownBy(() -> wrong.on(new Wrong.LookInside())).hasMessageContaining("looks inside");
    assertThatThrownBy(() -> wrong.on(new Wrong.LookForDone()))
        .hasMessageContaining("looks inside");
  }

  @Test
  void aStateThatIsReadBackAsAnotherIsRefused() {
    assertThatThrownBy(() -> wrong.on(new Wrong.GoHere())).isInstanceOf(Violation.class);
  }

  @Test
  void aStepThatFailsLeavesNoTrace() {
    assertThatThrownBy(() -> wrong.on(new Wrong.PutAndThrow())).hasMessage("thrown");
    assertThat(wrong.map(Wrong.MAP)).isEmpty();
  }

  @Test
  void theRemovalOfWhatIsNotThereIsNoEffect() {
    assertThat(wrong.on(new Wrong.RemoveAndReject()).verdict()).isEqualTo(Verdict.REJECTED);
  }

  @Test
  void aHaltMustBeReturned() {
    assertThatThrownBy(() -> wrong.on(new Wrong.HaltOther()))
        .hasMessageContaining("must return the state that halt(...) returned");
  }
}
