package dev.perdure.testing.specimens;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineType;
import dev.perdure.Outcome;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import dev.perdure.testing.Simulation;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Nodes that join a ring, as in Chord. Wrong: a newcomer asks the node before it for its successor
 * and then says that it comes in between; of two that do so at once, one is lost. Right: both
 * happen in one step of the node before.
 */
@SuppressWarnings("SameNameButDifferent") // Each machine has its own State and Event.
final class Ring {
  private static final int NEWCOMERS = 3;

  private Ring() {}

  static Specimen specimen() {
    return new Specimen(
        "joining a ring",
        simulation -> play(simulation, false),
        simulation -> play(simulation, true),
        "not all are in the ring");
  }

  private static void play(Simulation simulation, boolean atOnce) {
    simulation.open(Node.DEFINITION);
    simulation.invariant(
        states -> {
          var nodes = states.of(Node.TYPE, Node.State.class);
          Set<String> seen = new HashSet<>();
          String at = "first";
          while (seen.add(at)) {
            Node.State state = nodes.get(Node.TYPE.ref(at));
            at = state == null || state.next().isEmpty() ? "first" : state.next();
          }
          if (seen.size() < NEWCOMERS + 1) {
            throw new AssertionError("not all are in the ring: " + seen);
          }
        });
    for (int i = 0; i < NEWCOMERS; i++) {
      var _ = simulation.client("c" + i).send(Node.TYPE.ref("n" + i), new Node.Join(atOnce));
    }
    simulation.run();
  }

  /** A node of the ring. */
  static final class Node implements Machine<Node.State, Node.Event> {
    static final MachineType<Event> TYPE = MachineType.of("node", Event.class);
    static final Definition<?, Event> DEFINITION = Definition.of(TYPE, State.class, Node::new);
    private static final Duration PATIENCE = Duration.ofDays(1);

    sealed interface Event {}

    record Join(boolean atOnce) implements Event {}

    record WhoIsNext(ReplyTo<String> to) implements Event, Query {}

    record ComeIn(String newcomer) implements Event {}

    record LetIn(String newcomer, ReplyTo<String> to) implements Event {}

    record Next(Outcome<String> next) implements Event {}

    record In(Outcome<String> next) implements Event {}

    /** An empty successor is the node itself. */
    record State(String next) {}

    @Override
    public State initial() {
      return new State("");
    }

    @Override
    public State on(State state, Event event, Step<Event> step) {
      var first = TYPE.ref("first");
      String me = step.self().key();
      return switch (event) {
        case Join(var atOnce) -> {
          if (atOnce) {
            step.ask(first, String.class, PATIENCE, to -> new LetIn(me, to), In::new);
          } else {
            step.ask(first, String.class, PATIENCE, WhoIsNext::new, Next::new);
          }
          yield state;
        }
        case WhoIsNext(var to) -> {
          step.reply(to, state.next().isEmpty() ? me : state.next());
          yield state;
        }
        case ComeIn(var newcomer) -> new State(newcomer);
        case LetIn(var newcomer, var to) -> {
          step.reply(to, state.next().isEmpty() ? me : state.next());
          yield new State(newcomer);
        }
        case Next(Outcome.Done(var next)) -> {
          step.send(first, new ComeIn(me));
          yield new State(next);
        }
        case In(Outcome.Done(var next)) -> new State(next);
        case Next _, In _ -> state;
      };
    }
  }
}
