package dev.perdure.examples.simpletimers;

import dev.perdure.Definition;
import dev.perdure.DurableTimer;
import dev.perdure.Machine;
import dev.perdure.MachineType;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import java.time.Duration;

/**
 * Ticks five times, tocks five times, and so on until it is stopped. Each state starts its timer
 * when it is entered; {@code whileIn} stops it in the step that leaves, and a timer that was
 * stopped never fires. A beat that comes in the wrong state would be counted as stray.
 */
public final class Metronome implements Machine<Metronome.State, Metronome.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("metronome", Event.class);
  public static final Definition<?, Event> DEFINITION =
      Definition.of(TYPE, State.class, Metronome::new);

  /** How many beats there are before the other side has its turn. */
  public static final int BEATS = 5;

  /** The time between two beats. */
  public static final Duration PERIOD = Duration.ofMillis(10);

  /** What a metronome can be told. */
  public sealed interface Event {}

  /** What makes it beat, or stop. */
  sealed interface Work extends Event {}

  /** Begin, from the first tick. */
  public record Start() implements Work {}

  /** Be still. */
  public record Stop() implements Work {}

  /** How often did it beat? */
  public record Look(ReplyTo<Beats> to) implements Event, Query {}

  record Tick() implements Work {}

  record Tock() implements Work {}

  /**
   * All beats so far.
   *
   * @param ticks while ticking
   * @param tocks while tocking
   * @param stray in a state that they do not belong to: always 0
   */
  public record Beats(long ticks, long tocks, long stray) {
    Beats ticked() {
      return new Beats(ticks + 1, tocks, stray);
    }

    Beats tocked() {
      return new Beats(ticks, tocks + 1, stray);
    }

    Beats astray() {
      return new Beats(ticks, tocks, stray + 1);
    }
  }

  sealed interface State {
    Beats beats();
  }

  record Still(Beats beats) implements State {}

  record Ticking(Beats beats, int left) implements State {
    static State enter(Beats beats, Step<Event> step) {
      step.startTimer(DurableTimer.every(PERIOD, new Tick()).whileIn(Ticking.class));
      return new Ticking(beats, BEATS);
    }
  }

  record Tocking(Beats beats, int left) implements State {
    static State enter(Beats beats, Step<Event> step) {
      step.startTimer(DurableTimer.every(PERIOD, new Tock()).whileIn(Tocking.class));
      return new Tocking(beats, BEATS);
    }
  }

  @Override
  public State initial() {
    return new Still(new Beats(0, 0, 0));
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (event) {
      case Look(var to) -> {
        step.reply(to, state.beats());
        yield state;
      }
      case Work work ->
          switch (state) {
            case Still still -> still(still, work, step);
            case Ticking ticking -> ticking(ticking, work, step);
            case Tocking tocking -> tocking(tocking, work, step);
          };
    };
  }

  private static State still(Still state, Work work, Step<Event> step) {
    return switch (work) {
      case Start _ -> Ticking.enter(state.beats(), step);
      case Stop _ -> step.ignore(state);
      case Tick _, Tock _ -> new Still(state.beats().astray());
    };
  }

  private static State ticking(Ticking state, Work work, Step<Event> step) {
    return switch (work) {
      case Tick _ when state.left() == 1 -> Tocking.enter(state.beats().ticked(), step);
      case Tick _ -> new Ticking(state.beats().ticked(), state.left() - 1);
      case Tock _ -> new Ticking(state.beats().astray(), state.left());
      case Stop _ -> new Still(state.beats());
      case Start _ -> step.ignore(state);
    };
  }

  private static State tocking(Tocking state, Work work, Step<Event> step) {
    return switch (work) {
      case Tock _ when state.left() == 1 -> Ticking.enter(state.beats().tocked(), step);
      case Tock _ -> new Tocking(state.beats().tocked(), state.left() - 1);
      case Tick _ -> new Tocking(state.beats().astray(), state.left());
      case Stop _ -> new Still(state.beats());
      case Start _ -> step.ignore(state);
    };
  }
}
