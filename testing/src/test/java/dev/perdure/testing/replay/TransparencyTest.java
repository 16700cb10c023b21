package dev.perdure.testing.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.Part;
import dev.perdure.testing.CommittedStep;
import dev.perdure.testing.Effect;
import dev.perdure.testing.Origin;
import dev.perdure.testing.Relay;
import dev.perdure.testing.RunResult;
import dev.perdure.testing.Simulator;
import dev.perdure.testing.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Failure transparency: right histories pass, and each way to be wrong is found. */
class TransparencyTest {
  private static final int SEEDS = 300;
  private static final List<Part> PARTS =
      List.of(Relay.DEFINITION, Relay.ECHO.with((text, _) -> text));

  private static List<CommittedStep> history(long seed) {
    List<CommittedStep> history = new ArrayList<>();
    RunResult result =
        Simulator.of(
                simulation -> {
                  Relay.play(simulation);
                  history.addAll(simulation.history());
                })
            .run(seed);
    assertThat(result.failure()).as("seed %d", seed).isEmpty();
    return history;
  }

  /**
   * The history of a run with timers, asks, calls, collections, ids and chance, one step changed.
   */
  private static List<CommittedStep> changed(
      Class<? extends Effect> did, UnaryOperator<CommittedStep> change) {
    List<CommittedStep> history = new ArrayList<>(history(1));
    for (int i = 0; i < history.size(); i++) {
      if (history.get(i).effects().stream().anyMatch(did::isInstance)) {
        history.set(i, change.apply(history.get(i)));
        return history;
      }
    }
    throw new AssertionError("no step with a " + did.getSimpleName());
  }

  private static CommittedStep with(CommittedStep step, Object after, List<Effect> effects) {
    return new CommittedStep(
        step.number(),
        step.partition(),
        step.machine(),
        step.origin(),
        step.eventName(),
        step.event(),
        step.beforeName(),
        step.before(),
        step.afterName(),
        after,
        step.verdict(),
        step.now(),
        effects);
  }

  @Test
  void historiesOfFaultyRunsAreHistoriesOfRunsWithoutFailures() {
    long struck =
        LongStream.range(0, SEEDS)
            .map(
                seed -> {
                  RunResult result = Simulator.of(Relay::play).run(seed);
                  assertThat(result.failure()).as("seed %d", seed).isEmpty();
                  return result.faults();
                })
            .sum();
    assertThat(struck).as("faults that struck").isGreaterThan(SEEDS);
  }

  @Test
  void aStateThatNoHandlerReturnsIsFound() {
    var history =
        changed(Effect.Sent.class, step -> with(step, new Relay.State(1_000, ""), step.effects()));
    assertThatThrownBy(() -> Transparency.check(PARTS, history))
        .isInstanceOf(Violation.class)
        .hasMessageContaining("G11: step")
        .hasMessageContaining("it ends in");
  }

  @Test
  void anEffectThatIsMissingIsFound() {
    var history =
        changed(
            Effect.MapPut.class,
            step ->
                with(
                    step,
                    step.after(),
                    step.effects().stream().filter(e -> !(e instanceof Effect.MapPut)).toList()));
    assertThatThrownBy(() -> Transparency.check(PARTS, history))
        .isInstanceOf(Violation.class)
        .hasMessageContaining("is done, but");
  }

  @Test
  void anEffectTooManyIsFound() {
    var history =
        changed(
            Effect.QueueAdded.class,
            step -> {
              List<Effect> more = new ArrayList<>(step.effects());
              more.add(step.effects().getFirst());
              return with(step, step.after(), more);
            });
    assertThatThrownBy(() -> Transparency.check(PARTS, history))
        .isInstanceOf(Violation.class)
        .hasMessageContaining("nothing more is done");
  }

  @Test
  void anEventThatNobodySentIsFound() {
    List<CommittedStep> history = new ArrayList<>(history(1));
    for (int i = 0; i < history.size(); i++) {
      if (history.get(i).origin() instanceof Origin.Sender) {
        history.add(i, history.get(i)); // Stepped twice, though it was sent once.
        break;
      }
    }
    assertThatThrownBy(() -> Transparency.check(PARTS, history)).isInstanceOf(Violation.class);
  }

  @Test
  void aProgramThatNeedsItsPlainFieldsIsFoundAndItsTwinIsNot() {
    assertThat(firstFailure(dev.perdure.testing.TallyRuns.forgetful())).contains("G11");
    assertThat(firstFailure(dev.perdure.testing.TallyRuns.right())).isEmpty();
  }

  private static String firstFailure(Simulator simulator) {
    for (long seed = 0; seed < SEEDS; seed++) {
      var failure = simulator.run(seed).failure();
      if (failure.isPresent()) return String.valueOf(failure.get().getMessage());
    }
    return "";
  }

  @Test
  void anUnchangedHistoryPassesAgain() {
    assertThatCode(() -> Transparency.check(PARTS, history(1))).doesNotThrowAnyException();
  }
}
