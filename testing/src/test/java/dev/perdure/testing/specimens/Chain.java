package dev.perdure.testing.specimens;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import dev.perdure.testing.RunListener;
import dev.perdure.testing.Simulation;

/**
 * Chain replication: writes go in at the head, reads at the tail. Wrong: the head says that a write
 * is done when it has passed it on, so a reader may miss it. Right: the tail says so.
 */
@SuppressWarnings("SameNameButDifferent") // Each machine has its own State and Event.
final class Chain {
  private static final int LINKS = 3;

  private Chain() {}

  static Specimen specimen() {
    return new Specimen(
        "chain replication",
        simulation -> play(simulation, false),
        simulation -> play(simulation, true),
        "is done, and the tail has");
  }

  private static void play(Simulation simulation, boolean byTail) {
    simulation.open(Link.DEFINITION);
    MachineRef<Link.Event> tail = Link.TYPE.ref("l" + (LINKS - 1));
    simulation.listen(
        new RunListener() {
          @Override
          public void answered(Request request, Reply reply) {
            if (request.event() instanceof Link.Write(var value, _, _)) {
              int seen = simulation.state(tail, Link.State.class).map(Link.State::value).orElse(0);
              if (seen < value) {
                throw new AssertionError("write " + value + " is done, and the tail has " + seen);
              }
            }
          }
        });
    for (int value = 1; value <= 4; value++) {
      int written = value;
      simulation
          .client("writer")
          .ask(Link.TYPE.ref("l0"), Boolean.class, to -> new Link.Write(written, byTail, to))
          .join();
    }
    simulation.run();
  }

  /** A link of the chain. */
  static final class Link implements Machine<Link.State, Link.Event> {
    static final MachineType<Event> TYPE = MachineType.of("link", Event.class);
    static final Definition<?, Event> DEFINITION = Definition.of(TYPE, State.class, Link::new);

    sealed interface Event {}

    record Write(int value, boolean byTail, ReplyTo<Boolean> to) implements Event {}

    record Pass(int value, int hop, boolean byTail, ReplyTo<Boolean> to) implements Event {}

    record State(int value) {}

    @Override
    public State initial() {
      return new State(0);
    }

    @Override
    public State on(State state, Event event, Step<Event> step) {
      return switch (event) {
        case Write(var value, var byTail, var to) -> {
          if (!byTail) {
            step.reply(to, true);
          }
          step.send(TYPE.ref("l1"), new Pass(value, 1, byTail, to));
          yield new State(value);
        }
        case Pass(var value, var hop, var byTail, var to) -> {
          if (hop + 1 < LINKS) {
            step.send(TYPE.ref("l" + (hop + 1)), new Pass(value, hop + 1, byTail, to));
          } else if (byTail) {
            step.reply(to, true);
          }
          yield new State(value);
        }
      };
    }
  }
}
