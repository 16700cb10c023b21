package dev.perdure.testing.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.Simulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the checkers make of machines that have an event parked. */
final class QuarantineTest {
  private static final class Meter implements Machine<Meter.State, Meter.Event> {
    static final MachineType<Event> TYPE = MachineType.of("meter", Event.class);
    static final Definition<?, Event> DEFINITION = Definition.of(TYPE, State.class, Meter::new);

    sealed interface Event {}

    record Count() implements Event {}

    record Break() implements Event {}

    record Look(ReplyTo<Long> to) implements Event, Query {}

    record State(long count) {}

    @Override
    public State initial() {
      return new State(0);
    }

    @Override
    public State on(State state, Event event, Step<Event> step) {
      return switch (event) {
        case Count() -> new State(state.count() + 1);
        case Break() -> throw new IllegalStateException("broken");
        case Look(var to) -> {
          step.reply(to, state.count());
          yield state;
        }
      };
    }
  }

  @Test
  void aQueryIsAnsweredBetweenTheAttemptsAndAfterThem() {
    MachineRef<Meter.Event> meter = Meter.TYPE.ref("m");
    List<Long> seen = new ArrayList<>();
    Scenario scenario =
        simulation -> {
          seen.clear();
          simulation.allowParking().open(Meter.DEFINITION);
          var client = simulation.client("c");
          client.send(meter, new Meter.Count()).join();
          client.send(meter, new Meter.Break()).join();
          client.send(meter, new Meter.Count()).join();
          seen.add(client.query(meter, Long.class, Meter.Look::new).join());
          simulation.run(Duration.ofDays(1));
          seen.add(client.query(meter, Long.class, Meter.Look::new).join());
        };
    for (long seed = 0; seed < 50; seed++) {
      assertThat(Simulator.of(scenario).run(seed).thrown()).as("seed %d", seed).isNull();
      assertThat(seen.getFirst()).as("accepted is not stepped, seed %d", seed).isBetween(0L, 1L);
      assertThat(seen.getLast()).as("seed %d", seed).isEqualTo(1);
    }
  }
}
