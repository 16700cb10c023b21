package dev.perdure.testing.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.MachineRef;
import dev.perdure.testing.CommittedStep;
import dev.perdure.testing.CommittedStep.Verdict;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.Simulator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Raising, entering, leaving, and one state on top of another, under all faults. */
final class StatesTest {
  private static final int SEEDS = 50;
  private static final MachineRef<Clerk.Event> CLERK = Clerk.TYPE.ref("c");

  /** What the clerk has written when it was given these, one after another. */
  private static void assertLog(String log, Clerk.Event... events) {
    assertSteps(log, new ArrayList<>(), events);
  }

  private static void assertSteps(String log, List<CommittedStep> last, Clerk.Event... events) {
    Scenario scenario =
        simulation -> {
          simulation.open(Clerk.DEFINITION);
          for (Clerk.Event event : events) {
            simulation.client("c").send(CLERK, event).join();
            simulation.run();
          }
          assertThat(simulation.state(CLERK, Clerk.State.class).orElseThrow().log()).isEqualTo(log);
          last.clear();
          last.addAll(simulation.history());
        };
    for (long seed = 0; seed < SEEDS; seed++) {
      assertThat(Simulator.of(scenario).run(seed).thrown()).as("seed %d", seed).isNull();
    }
  }

  @Test
  void whatIsRaisedIsHandledBeforeWhatWasSentToItself() {
    assertLog(" raises raised sent", new Clerk.RaiseAndSend());
  }

  @Test
  void goingToTheSameStateLeavesItAndEntersItAgain() {
    assertLog(" a -front +front ( a -front)", new Clerk.Note("a"), new Clerk.Again());
  }

  @Test
  void aStateOnTopIsEnteredAndTheOneUnderItIsNotLeft() {
    assertLog(" a +aside", new Clerk.Note("a"), new Clerk.Interrupt());
  }

  @Test
  void whatEveryStateTakesIsTakenOnTopToo() {
    assertLog(" +aside b", new Clerk.Interrupt(), new Clerk.Note("b"));
  }

  @Test
  void whatIsOverInItsOwnStepUncoversTheStateUnderItForTheNextEvent() {
    assertLog(" +aside -aside (of aside) served", new Clerk.InterruptShortly(), new Clerk.Serve());
  }

  @Test
  void whatOnlyTheStateUnderItTakesLeavesTheOneOnTop() {
    assertLog(" +aside -aside served (of aside)", new Clerk.Interrupt(), new Clerk.Serve());
  }

  @Test
  void whatIsDeferredOnTopIsTakenWhenTheStateUnderItIsBack() {
    assertLog(
        " +aside -aside served raises raised (of aside) sent",
        new Clerk.Interrupt(),
        new Clerk.RaiseAndSend(),
        new Clerk.Serve());
  }

  @Test
  void whatALeavingStepSendsIsHandledInTheNextState() {
    assertLog(" a -front ( a -front)", new Clerk.Note("a"), new Clerk.Close(false));
  }

  @Test
  void whatALeavingStepSendsIsRejectedWhereTheNextStateCannotTakeIt() {
    List<CommittedStep> steps = new ArrayList<>();
    assertSteps(" -front", steps, new Clerk.Close(true));
    assertThat(steps.getLast().event()).isEqualTo(new Clerk.Left(" -front"));
    assertThat(steps.getLast().verdict()).isEqualTo(Verdict.REJECTED);
  }

  @Test
  void whatARaisedEventSetIsInWhatTheLeavingStepSends() {
    assertLog(
        " +aside -aside -front (of aside) ( +aside -aside -front)",
        new Clerk.Interrupt(),
        new Clerk.Close(false));
  }
}
