package dev.perdure.kernel;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Outcome;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.RetryPolicy;
import dev.perdure.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Machines whose handlers tests write in place. Their states carry a log of what was stepped; their
 * events carry a word that says what to do.
 */
final class Script {
  private Script() {}

  /** A state: one class alone, and two in one superstate. */
  sealed interface State {
    List<String> log();

    /** The same state, with one line more. */
    default State and(String line) {
      List<String> more = new ArrayList<>(log());
      more.add(line);
      return switch (this) {
        case Open _ -> new Open(List.copyOf(more));
        case Busy _ -> new Busy(List.copyOf(more));
        case Paused _ -> new Paused(List.copyOf(more));
      };
    }

    /** The same state, with the event as a line more. */
    default State and(Event event) {
      return and(event.line());
    }

    default Open open() {
      return new Open(log());
    }

    default Busy busy() {
      return new Busy(log());
    }

    default Paused paused() {
      return new Paused(log());
    }
  }

  record Open(List<String> log) implements State {}

  /** A superstate. */
  sealed interface Working extends State {}

  record Busy(List<String> log) implements Working {}

  record Paused(List<String> log) implements Working {}

  sealed interface Event {
    String word();

    default boolean is(String wanted) {
      return word().equals(wanted);
    }

    /** How it stands in a log. */
    default String line() {
      return switch (this) {
        case Do(var word) -> word;
        case Ask(var word, _) -> word;
        case Tick(var word) -> word;
        case Look(var word, _) -> word;
        case Got(var word, var outcome) -> word + "=" + line(outcome);
      };
    }

    private static String line(Outcome<String> outcome) {
      return switch (outcome) {
        case Outcome.Done(var value) -> value;
        case Outcome.Failed(var cause, var reason) -> cause + ":" + reason;
        case Outcome.Unknown<String> _ -> "UNKNOWN";
      };
    }
  }

  record Do(String word) implements Event {}

  record Ask(String word, ReplyTo<String> to) implements Event {}

  /** The outcome of an ask or a call. */
  record Got(String word, Outcome<String> outcome) implements Event {}

  /** For timers. */
  record Tick(String word) implements Event {}

  record Look(String word, ReplyTo<String> to) implements Event, Query {}

  /** A handler as a function. */
  @FunctionalInterface
  interface Handler {
    State on(State state, Event event, Step<Event> step);
  }

  /** Retried once, after ten seconds at most. */
  static final RetryPolicy TWICE =
      new RetryPolicy(2, Duration.ofSeconds(10), Duration.ofSeconds(10));

  static MachineType<Event> type(String name) {
    return MachineType.of(name, Event.class);
  }

  static MachineRef<Event> ref(String name) {
    return type(name).ref("1");
  }

  /** A machine type whose machines begin {@link Open}. */
  static Definition<State, Event> machine(String name, Handler handler) {
    return behaving(name, () -> new Behaviour(handler));
  }

  static Definition<State, Event> behaving(
      String name, Supplier<? extends Machine<State, Event>> behaviour) {
    return Definition.of(type(name), State.class, behaviour).retry(TWICE);
  }

  /** Logs everything; answers every ask and query with its word. */
  static Definition<State, Event> logging(String name) {
    return machine(name, Script::logged);
  }

  /** What {@link #logging} does with an event. */
  static State logged(State state, Event event, Step<Event> step) {
    return switch (event) {
      case Ask(var word, var to) -> {
        step.reply(to, word);
        yield state.and(event);
      }
      case Look(_, var to) -> {
        step.reply(to, String.join(",", state.log()));
        yield state;
      }
      case Do _, Got _, Tick _ -> state.and(event);
    };
  }

  /** Asks a machine with a word; the answer is logged under that word. */
  static void ask(Step<Event> step, MachineRef<Event> to, String word, Duration patience) {
    step.<Event, String>ask(
        to,
        String.class,
        patience,
        reply -> new Ask(word, reply),
        outcome -> new Got(word, outcome));
  }

  /** Empty before the first step that stood. */
  static List<String> log(KernelHarness kernel, MachineRef<Event> machine) {
    if (kernel.view(machine).stateName().isEmpty()) {
      return List.of();
    }
    return ((State) kernel.state(machine)).log();
  }

  private record Behaviour(Handler handler) implements Machine<State, Event> {
    @Override
    public State initial() {
      return new Open(List.of());
    }

    @Override
    public State on(State state, Event event, Step<Event> step) {
      return handler.on(state, event, step);
    }
  }
}
