package dev.perdure.testing.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineType;
import dev.perdure.Step;
import dev.perdure.testing.CommittedStep;
import dev.perdure.testing.CommittedStep.Verdict;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.Simulator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the checkers make of events that wait because they were deferred. */
final class DeferralTest {
  private static final class Shop implements Machine<Shop.State, Shop.Event> {
    static final MachineType<Event> TYPE = MachineType.of("shop", Event.class);
    static final Definition<?, Event> DEFINITION = Definition.of(TYPE, State.class, Shop::new);

    sealed interface Event {}

    record Buy() implements Event {}

    record Complain() implements Event {}

    record Unlock() implements Event {}

    sealed interface State {}

    record Closed() implements State {}

    record Open() implements State {}

    @Override
    public State initial() {
      return new Closed();
    }

    @Override
    public State on(State state, Event event, Step<Event> step) {
      return switch (event) {
        case Buy() -> state instanceof Closed ? step.defer(state) : state;
        case Complain() -> step.reject(state, "closed");
        case Unlock() -> new Open();
      };
    }
  }

  @Test
  void whatTheFirstEventThatIsDeferredLetsPassIsInOrder() {
    List<String> steps = new ArrayList<>();
    Scenario scenario =
        simulation -> {
          steps.clear();
          simulation.open(Shop.DEFINITION);
          simulation.watch(step -> steps.add(inShort(step)));
          for (Shop.Event event :
              new Shop.Event[] {new Shop.Buy(), new Shop.Complain(), new Shop.Unlock()}) {
            simulation.client("c").send(Shop.TYPE.ref("s"), event).join();
          }
          simulation.run();
        };
    for (long seed = 0; seed < 100; seed++) {
      assertThat(Simulator.of(scenario).run(seed).thrown()).as("seed %d", seed).isNull();
      assertThat(steps).contains("Buy DEFERRED", "Complain REJECTED", "Unlock HANDLED");
      assertThat(steps.getLast()).isEqualTo("Buy " + Verdict.HANDLED);
    }
  }

  private static String inShort(CommittedStep step) {
    return step.eventName() + " " + step.verdict();
  }
}
