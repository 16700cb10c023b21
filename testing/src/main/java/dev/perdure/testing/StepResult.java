package dev.perdure.testing;

import dev.perdure.CallId;
import dev.perdure.DurableTimer;
import dev.perdure.MachineRef;
import dev.perdure.ReplyTo;
import dev.perdure.testing.CommittedStep.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one step of a {@link MachineTest} did.
 *
 * @param next the state that it ended in
 * @param effects what it did, in order
 */
public record StepResult<S>(S next, Verdict verdict, List<Effect> effects) {
  /** Keeps a copy. */
  public StepResult {
    effects = List.copyOf(effects);
  }

  /** The events that it sent and asked with, in order. */
  public List<Sent> sent() {
    return effects.stream()
        .flatMap(
            effect ->
                switch (effect) {
                  case Effect.Sent(var to, var event) ->
                      java.util.stream.Stream.of(new Sent(to, event));
                  case Effect.Asked asked ->
                      java.util.stream.Stream.of(new Sent(asked.to(), asked.event()));
                  default -> java.util.stream.Stream.<Sent>empty();
                })
        .toList();
  }

  /** An event on its way. */
  public record Sent(MachineRef<?> to, Object event) {}

  /** The answers that it gave, by where they went. */
  public Map<ReplyTo<?>, Object> replies() {
    Map<ReplyTo<?>, Object> replies = new LinkedHashMap<>();
    only(Effect.Replied.class).forEach(replied -> replies.put(replied.to(), replied.answer()));
    return replies;
  }

  /** The refusals that it gave, by where they went. */
  public Map<ReplyTo<?>, String> refusals() {
    Map<ReplyTo<?>, String> refusals = new LinkedHashMap<>();
    only(Effect.Refused.class).forEach(refused -> refusals.put(refused.to(), refused.reason()));
    return refusals;
  }

  /** The requests of the activities that it called, by call. */
  public Map<CallId, Object> calls() {
    Map<CallId, Object> calls = new LinkedHashMap<>();
    only(Effect.Called.class).forEach(called -> calls.put(called.id(), called.request()));
    return calls;
  }

  /** The asks that it made. */
  public List<CallId> asks() {
    return only(Effect.Asked.class).stream().map(Effect.Asked::id).toList();
  }

  /** The timers that it started. */
  public List<DurableTimer<?>> timersStarted() {
    return only(Effect.TimerStarted.class).stream()
        .<DurableTimer<?>>map(Effect.TimerStarted::timer)
        .toList();
  }

  /** The effects of one kind. */
  public <T extends Effect> List<T> only(Class<T> kind) {
    return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
