package dev.perdure.testing.replay;

import dev.perdure.CallId;
import dev.perdure.Definition;
import dev.perdure.DurableTimer;
import dev.perdure.Machine;
import dev.perdure.MapKey;
import dev.perdure.Outcome;
import dev.perdure.QueueKey;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A machine in the run without failures: it is never passivated, so its behaviour keeps its plain
 * fields from its first event to its last.
 */
final class ReplayedMachine {
  final Machine<Object, Object> behaviour;
  final Map<MapKey<?, ?>, NavigableMap<?, ?>> maps = new LinkedHashMap<>();
  final Map<QueueKey<?>, ArrayDeque<?>> queues = new LinkedHashMap<>();
  final Map<CallId, Call> calls = new LinkedHashMap<>();
  private final Map<TimerKey, DurableTimer<?>> timers = new LinkedHashMap<>();
  Object state;
  boolean halted;

  /**
   * A call or an ask whose answer is to come.
   *
   * @param answer makes an outcome the event that it comes back as
   * @param address where a machine's answer goes; empty for an activity
   */
  record Call(Function<? extends Outcome<?>, ?> answer, String address) {
    @SuppressWarnings("unchecked") // The outcome comes from the event that the function made.
    Object event(Outcome<?> outcome) {
      return ((Function<Outcome<?>, Object>) answer).apply(outcome);
    }
  }

  private record TimerKey(Class<?> event, String name) {}

  @SuppressWarnings("unchecked") // A machine is given what its definition says.
  ReplayedMachine(Definition<?, ?> definition) {
    behaviour = (Machine<Object, Object>) definition.behaviour().get();
    state = behaviour.initial();
    behaviour.activated(state);
  }

  void start(DurableTimer<?> timer) {
    timers.put(new TimerKey(timer.event().getClass(), timer.name()), timer);
  }

  void stop(Class<?> event, String name) {
    timers.remove(new TimerKey(event, name));
  }

  /** Whether such a timer runs; one that fires once has then fired. */
  boolean fire(Object event, String name) {
    TimerKey key = new TimerKey(event.getClass(), name);
    DurableTimer<?> timer = timers.get(key);
    if (timer == null || !timer.event().equals(event)) {
      return false;
    }
    if (!timer.periodic()) {
      timers.remove(key);
    }
    return true;
  }

  /** A step ends in this state: timers of states that it left are stopped. */
  void become(Object next) {
    timers
        .values()
        .removeIf(timer -> timer.scope().isPresent() && !timer.scope().get().isInstance(next));
    state = next;
  }

  /** The addresses of its own asks that it waits for. */
  Stream<String> openAsks() {
    return calls.values().stream().map(Call::address).filter(address -> !address.isEmpty());
  }

  /** All that it keeps for later steps; nothing when it has halted. */
  Stream<?> kept() {
    if (halted) {
      return Stream.empty();
    }
    var answers = calls.values().stream().map(call -> call.event(new Outcome.Unknown<>("")));
    var firings = timers.values().stream().map(DurableTimer::event);
    return Stream.of(Stream.of(state, maps.values(), queues.values()), answers, firings)
        .flatMap(of -> of);
  }

  void halt() {
    halted = true;
    maps.clear();
    queues.clear();
    calls.clear();
    timers.clear();
  }
}
