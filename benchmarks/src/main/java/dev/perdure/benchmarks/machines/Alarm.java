package dev.perdure.benchmarks.machines;

import dev.perdure.Definition;
import dev.perdure.DurableTimer;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import java.time.Duration;
import java.time.Instant;

/** Has one timer and keeps when it fired. */
public final class Alarm implements Machine<Alarm.State, Alarm.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("alarm", Event.class);
  public static final Definition<?, Event> DEFINITION =
      Definition.of(TYPE, State.class, Alarm::new);

  /** What its state has, encoded. */
  public static final int STATE_BYTES = 200;

  /** Fills the encoded state up. */
  private static final String PADDING = "x".repeat(STATE_BYTES - 82);

  /** What an alarm takes. */
  public sealed interface Event {}

  /** Sets the timer; due times are in milliseconds since 1970. */
  public record Wind(long dueMillis) implements Event {}

  /** The timer. */
  public record Ring() implements Event {}

  /** Answers what is known. */
  public record ReadRung(ReplyTo<Rung> to) implements Event, Query {}

  /**
   * How often it rang.
   *
   * @param dueMillis when it should, the first time
   * @param atMillis when it did, the last time
   */
  public record Rung(int times, long dueMillis, long atMillis) {
    /** How long after it was due; below zero if it was early. */
    public long lateMillis() {
      return atMillis - dueMillis;
    }
  }

  record State(Rung rung, String padding) {}

  /** One of many. */
  public static MachineRef<Event> ref(long number) {
    return TYPE.ref(Long.toString(number));
  }

  @Override
  public State initial() {
    return new State(new Rung(0, 0, 0), PADDING);
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    Rung rung = state.rung();
    return switch (event) {
      case Wind(var due) -> {
        Duration delay = Duration.between(step.now(), Instant.ofEpochMilli(due));
        step.startTimer(DurableTimer.after(delay.isNegative() ? Duration.ZERO : delay, new Ring()));
        yield new State(new Rung(rung.times(), due, 0), PADDING);
      }
      case Ring() ->
          new State(
              new Rung(rung.times() + 1, rung.dueMillis(), step.now().toEpochMilli()), PADDING);
      case ReadRung(var to) -> {
        step.reply(to, rung);
        yield state;
      }
    };
  }
}
