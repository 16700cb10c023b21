package dev.perdure.testing.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.MachineRef;
import dev.perdure.testing.ChoicePoint.Kind;
import dev.perdure.testing.Faults;
import dev.perdure.testing.RunResult;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.Simulator;
import dev.perdure.testing.Violation;
import dev.perdure.testing.explore.DepthFirst;
import dev.perdure.testing.explore.Exploration;
import dev.perdure.testing.explore.Explorer;
import dev.perdure.testing.explore.Picks;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Few machines, all schedules within a bound: each order that can be is there, and no other. */
final class InterleavingsTest {
  private static final MachineRef<Mailer.Event> READER = Mailer.in(0);
  private static final MachineRef<Mailer.Event> ONE = Mailer.in(1);
  private static final MachineRef<Mailer.Event> OTHER = Mailer.in(2);

  private static Simulation open(Simulation simulation) {
    return simulation
        .faults(Faults.none())
        .partitions(Mailer.PARTITIONS)
        .stores(1)
        .open(Mailer.DEFINITION);
  }

  private static String marks(Simulation simulation, MachineRef<Mailer.Event> of) {
    return simulation.state(of, Mailer.State.class).map(Mailer.State::marks).orElse("");
  }

  private static Exploration explore(Scenario scenario, int deviations) {
    return Explorer.of(scenario)
        .depthFirst(new DepthFirst(0, Set.of(Kind.TASK), Integer.MAX_VALUE, deviations))
        .threads(1)
        .explore();
  }

  private static Set<String> orders(Scenario begun, int deviations) {
    Set<String> orders = new TreeSet<>();
    Exploration all = explore(collecting(begun, orders), deviations);
    assertThat(all.failures()).isEmpty();
    assertThat(all.exhausted()).isTrue();
    return orders;
  }

  private static Scenario collecting(Scenario begun, Set<String> orders) {
    return simulation -> {
      begun.play(open(simulation));
      simulation.run();
      orders.add(marks(simulation, READER));
    };
  }

  private static void twoOfOneAndOneOfAnother(Simulation simulation) {
    var _ = simulation.client("a").send(ONE, new Mailer.SendMark(READER, "a"));
    var _ = simulation.client("a").send(ONE, new Mailer.SendMark(READER, "a"));
    var _ = simulation.client("b").send(OTHER, new Mailer.SendMark(READER, "b"));
  }

  @Test
  void twoSendsOfOneAndOneOfAnotherComeInEveryOrder() {
    assertThat(orders(InterleavingsTest::twoOfOneAndOneOfAnother, 2))
        .containsExactly("aab", "aba", "baa");
  }

  @Test
  void aBugThatNeedsExactlyOneFirstIsFoundAndSeenAgain() {
    Scenario wrong =
        simulation -> {
          twoOfOneAndOneOfAnother(open(simulation));
          simulation.run();
          if (marks(simulation, READER).equals("aba")) {
            throw new Violation("planted: between the two");
          }
        };
    RunResult failure = explore(wrong, 2).failure().orElseThrow();
    assertThat(failure.thrown()).hasMessage("planted: between the two");
    RunResult again = Simulator.of(wrong).run(0, Picks.of(failure.choices()).strategy());
    assertThat(again.thrown()).hasMessage("planted: between the two");
  }

  @Test
  void twoMachinesMadeInOneStepBeginInEachOrder() {
    Scenario making =
        simulation -> {
          var _ = simulation.client("c").send(ONE, new Mailer.Make(2, READER));
        };
    // Which partitions they are in is a matter of their ids, so of the seed.
    Set<String> orders = new TreeSet<>();
    Exploration some = Explorer.of(collecting(making, orders)).threads(1).seeds(200).explore();
    assertThat(some.failures()).isEmpty();
    assertThat(orders).containsExactly("12", "21");
  }

  @Test
  void afterARoundTripTheOtherIsBackInItsFirstStateForTheNextEvent() {
    Scenario trip =
        simulation -> {
          var _ = simulation.client("c").send(READER, new Mailer.Out(ONE));
        };
    assertThat(orders(trip, 1)).containsExactly("a");
  }

  @Test
  void aMachineThatALeavingStepMakesGetsWhatThatSendsAndWhatTheNextStateSends() {
    Scenario making =
        simulation -> {
          open(simulation);
          var _ = simulation.client("c").send(ONE, new Mailer.MakeAndGoOn());
          simulation.run();
          MachineRef<Mailer.Event> made = Mailer.TYPE.ref(marks(simulation, ONE));
          assertThat(marks(simulation, made)).isEqualTo("012");
        };
    Exploration all = explore(making, 1);
    assertThat(all.failures()).isEmpty();
    assertThat(all.exhausted()).isTrue();
  }
}
