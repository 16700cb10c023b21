package dev.perdure.testing.coverage;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Pairs that no run can reach, because of what the program is: an answer that comes only where it
 * was asked for, a timer that is stopped by leaving its state.
 *
 * @param state a state, or a sealed interface of states
 * @param events events, or sealed interfaces of events; none stands for all
 */
public record Unreachable(Class<?> state, List<Class<?>> events) {
  /** Keeps a copy. */
  public Unreachable {
    requireNonNull(state, "state");
    events = List.copyOf(events);
  }

  /** In this state these events never come; without events: it is never in this state. */
  public static Unreachable in(Class<?> state, Class<?>... events) {
    return new Unreachable(state, List.of(events));
  }
}
