package dev.perdure.testing.scenarios;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineType;
import dev.perdure.Step;

/**
 * Enters and leaves states, raises events, and does one thing in the middle of another. It writes
 * down all of it in its state.
 */
final class Clerk implements Machine<Clerk.State, Clerk.Event> {
  static final MachineType<Event> TYPE = MachineType.of("clerk", Event.class);
  static final Definition<?, Event> DEFINITION = Definition.of(TYPE, State.class, Clerk::new);

  sealed interface Event {}

  /** Sends itself a {@link Note}, and raises one. */
  record RaiseAndSend() implements Event {}

  /** Handled alike in each state that takes anything. */
  record Note(String text) implements Event {}

  /** Something else first: what is done now waits under it. */
  record Interrupt() implements Event {}

  /** Something else, which is over in the same step. */
  record InterruptShortly() implements Event {}

  /** Only the front takes it; whatever lies on top of it is ended for it. */
  record Serve() implements Event {}

  /** The same state once more. */
  record Again() implements Event {}

  /** The end; what is left is heard of by nobody, or still noted. */
  record Close(boolean deaf) implements Event {}

  /** Sent when a state is left. */
  record Left(String log) implements Event {}

  sealed interface State {
    String log();
  }

  /** What it does by itself. */
  record Front(String log) implements State {
    static Front entered(String log) {
      return new Front(log + " +front");
    }

    /** Leaves it: whoever comes to the next state is told. */
    String left(Step<Event> step) {
      step.send(step.self(), new Left(log + " -front"));
      return log + " -front";
    }
  }

  /** Something else, on top of the front. */
  record Aside(Front under, String log) implements State {
    static Aside entered(Front under) {
      return new Aside(under, under.log() + " +aside");
    }

    /** The state under it, with what was written since. Nobody enters that. */
    Front left(Step<Event> step) {
      step.send(step.self(), new Left("of aside"));
      return new Front(log + " -aside");
    }
  }

  record Closed(boolean deaf, String log) implements State {}

  @Override
  public State initial() {
    return new Front("");
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (state) {
      case Front front -> front(front, event, step);
      case Aside aside -> aside(aside, event, step);
      case Closed closed -> closed(closed, event, step);
    };
  }

  private State front(Front front, Event event, Step<Event> step) {
    return switch (event) {
      case RaiseAndSend _ -> {
        step.send(step.self(), new Note("sent"));
        yield on(new Front(front.log() + " raises"), new Note("raised"), step);
      }
      case Note(var text) -> new Front(noted(front, text));
      case Interrupt _ -> Aside.entered(front);
      case InterruptShortly _ -> Aside.entered(front).left(step);
      case Serve _ -> new Front(front.log() + " served");
      case Again _ -> Front.entered(front.left(step));
      case Close(var deaf) -> new Closed(deaf, front.left(step));
      case Left(var log) -> new Front(front.log() + " (" + log + ")");
    };
  }

  private State aside(Aside aside, Event event, Step<Event> step) {
    return switch (event) {
      case Note(var text) -> new Aside(aside.under(), noted(aside, text));
      case Left _ -> step.ignore(aside);
      case RaiseAndSend _, Interrupt _, InterruptShortly _, Again _ -> step.defer(aside);
      case Serve _, Close _ -> on(aside.left(step), event, step);
    };
  }

  private static State closed(Closed closed, Event event, Step<Event> step) {
    return event instanceof Left(var log) && !closed.deaf()
        ? new Closed(false, closed.log() + " (" + log + ")")
        : step.reject(closed, "closed");
  }

  private static String noted(State state, String text) {
    return state.log() + " " + text;
  }
}
