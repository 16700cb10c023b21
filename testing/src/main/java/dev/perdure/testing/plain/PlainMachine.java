package dev.perdure.testing.plain;

import dev.perdure.CallId;
import dev.perdure.DurableTimer;
import dev.perdure.MapKey;
import dev.perdure.Outcome;
import dev.perdure.QueueKey;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What a machine has besides its state: collections, timers, calls. Copied where a step may fail.
 */
public final class PlainMachine {
  public final Map<MapKey<?, ?>, NavigableMap<?, ?>> maps = new LinkedHashMap<>();
  public final Map<QueueKey<?>, ArrayDeque<?>> queues = new LinkedHashMap<>();
  public final Map<CallId, Function<Outcome<?>, Object>> calls = new LinkedHashMap<>();
  public final Map<TimerKey, Running> timers = new LinkedHashMap<>();

  /** A timer within its machine. */
  public record TimerKey(Class<?> event, String name) {}

  /** A timer that runs. */
  public record Running(DurableTimer<?> timer, Instant due) {}

  /** The same, apart from here on. */
  public PlainMachine copy() {
    PlainMachine copy = new PlainMachine();
    maps.forEach((key, entries) -> copy.maps.put(key, new TreeMap<>(entries)));
    queues.forEach((key, values) -> copy.queues.put(key, new ArrayDeque<>(values)));
    copy.calls.putAll(calls);
    copy.timers.putAll(timers);
    return copy;
  }

  /** A step ends in this state: timers of states that it left are stopped. */
  void become(Object next) {
    timers
        .values()
        .removeIf(
            running ->
                running.timer().scope().isPresent()
                    && !running.timer().scope().get().isInstance(next));
  }
}
