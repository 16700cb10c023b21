package dev.perdure;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * A timer as data, for {@link Step#startTimer}: an event that the machine gets later. A timer is
 * known by (event class, name) within its machine; starting one that runs restarts it. It is
 * durable, fires exactly once (a periodic one once for each period), never early, and stopping or
 * restarting it is final: no stale firing is ever stepped.
 *
 * <pre>{@code
 * step.startTimer(DurableTimer.after(ofMinutes(15), new PaymentDue()).whileIn(AwaitingPayment.class));
 * }</pre>
 *
 * @param <E> the event
 * @param delay from {@link Step#now} of the starting step to the firing, or from one firing's step
 *     to the next firing; parts of a millisecond are rounded up. At least zero, more than zero when
 *     periodic, at most 36,500 days
 * @param periodic whether it starts again when its event is stepped (fixed delay: a machine that
 *     could not run for a while gets one firing, not all that it missed)
 * @param event what the machine gets
 * @param name tells timers with one event class apart; may be empty, at most 512 bytes of UTF-8
 *     without control characters or unpaired surrogates
 * @param scope the state or sealed superstate whose leaving stops the timer
 */
public record DurableTimer<E>(
    Duration delay, boolean periodic, E event, String name, Optional<Class<?>> scope) {

  /** Checks the bounds. */
  public DurableTimer {
    if (periodic) {
      Checks.positive("period of a timer", delay);
    } else {
      Checks.notNegative("delay of a timer", delay);
    }
    requireNonNull(event, "event of a timer");
    Checks.textOrEmpty("timer name", name);
    requireNonNull(scope, "scope").ifPresent(DurableTimer::checkScope);
  }

  private static void checkScope(Class<?> states) {
    if (!states.isRecord() && !states.isInterface()) {
      throw new IllegalArgumentException(
          "whileIn takes a state record or a sealed interface of states, not "
              + states.getTypeName());
    }
  }

  /**
   * A timer that fires once.
   *
   * @param delay zero or more: it fires in a later step even if zero
   */
  public static <E> DurableTimer<E> after(Duration delay, E event) {
    return new DurableTimer<>(delay, false, event, "", Optional.empty());
  }

  /**
   * A timer that fires again and again, each time {@code period} after the step of the last firing.
   *
   * @param period more than zero
   */
  public static <E> DurableTimer<E> every(Duration period, E event) {
    return new DurableTimer<>(period, true, event, "", Optional.empty());
  }

  /** One of several timers with this event class, such as one for each item. */
  public DurableTimer<E> named(String name) {
    return new DurableTimer<>(delay, periodic, event, name, scope);
  }

  /**
   * Stopped by the step that leaves {@code states}: a state, or a sealed superstate within which
   * the machine may move. The step that starts it must end in it.
   *
   * <p>The timer knows it by its durable name; see {@link Definition#named}. A timer of a state or
   * superstate that the program no longer knows by that name is stopped by the next step to another
   * class of state.
   */
  public DurableTimer<E> whileIn(Class<?> states) {
    return new DurableTimer<>(delay, periodic, event, name, Optional.of(states));
  }
}
