package dev.perdure.testing;

import dev.perdure.Activity;
import dev.perdure.CallId;
import dev.perdure.DurableTimer;
import dev.perdure.MachineRef;
import dev.perdure.MapKey;
import dev.perdure.QueueKey;
import dev.perdure.ReplyTo;
import java.time.Duration;

/**
 * What a step did through its {@link dev.perdure.Step}, besides returning a state; and what it was
 * given that it could not know: ids and chance.
 */
public sealed interface Effect {
  /** It sent an event. */
  record Sent(MachineRef<?> to, Object event) implements Effect {}

  /** It asked a machine. */
  record Asked(CallId id, MachineRef<?> to, Duration patience, Object event) implements Effect {}

  /** It called an activity. */
  record Called(CallId id, Activity<?, ?> activity, Object request) implements Effect {}

  /** It cancelled a call or an ask. */
  record Cancelled(CallId id) implements Effect {}

  /** It answered. */
  record Replied(ReplyTo<?> to, Object answer) implements Effect {}

  /** It answered with a no. */
  record Refused(ReplyTo<?> to, String reason) implements Effect {}

  /** It started a timer. */
  record TimerStarted(DurableTimer<?> timer) implements Effect {}

  /** It stopped a timer, running or not. */
  record TimerStopped(Class<?> event, String name) implements Effect {}

  /** It put a value into a map. */
  record MapPut(MapKey<?, ?> map, Object key, Object value) implements Effect {}

  /** It removed a key of a map, there or not. */
  record MapRemoved(MapKey<?, ?> map, Object key) implements Effect {}

  /** It emptied a map. */
  record MapCleared(MapKey<?, ?> map) implements Effect {}

  /** It added a value to a queue. */
  record QueueAdded(QueueKey<?> queue, Object value) implements Effect {}

  /** It took the head of a queue, if there was one. */
  record QueuePolled(QueueKey<?> queue) implements Effect {}

  /** It emptied a queue. */
  record QueueCleared(QueueKey<?> queue) implements Effect {}

  /** It was given a fresh id, or a ref with one. */
  record IdMade(String id) implements Effect {}

  /** It was given chance: a generator with this seed. */
  record ChanceGiven(long seed) implements Effect {}

  /** It halted its machine. */
  record Halted() implements Effect {}
}
