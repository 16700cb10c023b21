package dev.perdure.node;

import dev.perdure.Definition;
import dev.perdure.DurableTimer;
import dev.perdure.Machine;
import dev.perdure.MachineType;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/** Sets many timers and writes down which of them fired, how often, and whether too early. */
public final class Ringer implements Machine<Ringer.Rung, Ringer.Event> {
  static final MachineType<Event> TYPE = MachineType.of("ringer", Event.class);

  private final Runnable fired;

  private Ringer(Runnable fired) {
    this.fired = fired;
  }

  /**
   * @param fired run for every firing
   */
  static Definition<Rung, Event> telling(Runnable fired) {
    return Definition.of(TYPE, Rung.class, () -> new Ringer(fired));
  }

  public sealed interface Event {}

  /** Set so many timers: number n is due in 1 to {@code rounds} times the gap. */
  public record Wind(int timers, int rounds, Duration gap) implements Event {}

  public record Ring(int number, Instant due) implements Event {}

  public record Read(ReplyTo<Rung> to) implements Event, Query {}

  /**
   * What fired.
   *
   * @param early firings before their time
   * @param digest as of {@link #digest}
   */
  public record Rung(long firings, long early, long digest) {}

  /** Of the timers that are due up to a round, when each fires once and none early. */
  static Rung rightUpTo(int round, int timers, int rounds) {
    Rung right = new Rung(0, 0, 0);
    for (int number = 0; number < timers; number++) {
      if (round(number, rounds) <= round) {
        right = new Rung(right.firings() + 1, 0, right.digest() + digest(number));
      }
    }
    return right;
  }

  /** In which round a timer is due, from 1 on. */
  private static int round(int number, int rounds) {
    return 1 + number * 7 % rounds;
  }

  /** Added up over what fired, no other set of firings comes to the same, but by rare chance. */
  private static long digest(int number) {
    return new SplittableRandom(number).nextLong();
  }

  @Override
  public Rung initial() {
    return new Rung(0, 0, 0);
  }

  @Override
  public Rung on(Rung state, Event event, Step<Event> step) {
    return switch (event) {
      case Wind(var timers, var rounds, var gap) -> {
        for (int number = 0; number < timers; number++) {
          Duration delay = gap.multipliedBy(round(number, rounds));
          Ring ring = new Ring(number, step.now().plus(delay));
          step.startTimer(DurableTimer.after(delay, ring).named(Integer.toString(number)));
        }
        yield state;
      }
      case Ring(var number, var due) -> {
        fired.run();
        yield new Rung(
            state.firings() + 1,
            state.early() + (step.now().isBefore(due) ? 1 : 0),
            state.digest() + digest(number));
      }
      case Read(var to) -> {
        step.reply(to, state);
        yield state;
      }
    };
  }
}
