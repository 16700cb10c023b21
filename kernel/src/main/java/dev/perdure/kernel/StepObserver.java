package dev.perdure.kernel;

import dev.perdure.MachineRef;
import dev.perdure.kernel.WaitingEvent.Content;
import org.jspecify.annotations.Nullable;

/**
 * Hears what a partition does with events, as it does it: for a simulator that checks. What it
 * hears is not durable yet; it becomes so with the record that the partition publishes next, or
 * never. A deferred event that waits already is heard of too, though no record follows by itself.
 */
public interface StepObserver {
  /** Called while the partition works, right before it publishes. */
  void observe(Observation observation);

  /** Something that a partition does. */
  sealed interface Observation {
    MachineRef<?> machine();
  }

  /**
   * A handler's step that stands.
   *
   * @param before what it began with; its name is empty where this is the first step
   */
  record Stepped(
      MachineRef<?> machine,
      Origin origin,
      EventShape shape,
      Object event,
      StateView before,
      StateView after,
      Verdict verdict)
      implements Observation {}

  /**
   * An event that cannot be stepped waits in the stored mailbox from here on.
   *
   * @param place its number there
   * @param bytes the event; empty where it lies in a record of its own
   */
  record SetAside(MachineRef<?> machine, Origin origin, long place, String eventName, byte[] bytes)
      implements Observation {}

  /**
   * An event is parked, and its machine quarantined.
   *
   * @param bytes the event, for people: of an answer, what was answered
   */
  record Parked(
      MachineRef<?> machine,
      long place,
      String eventName,
      byte[] bytes,
      String reason,
      @Nullable Throwable failure)
      implements Observation {}

  /**
   * An operator did something to a machine.
   *
   * @param place of the parked event; 0 where there is none
   */
  record Operated(MachineRef<?> machine, Inspection.Verb verb, long place) implements Observation {}

  /** What a step made of its event. */
  enum Verdict {
    HANDLED,
    HALTED,
    DEFERRED,
    IGNORED,
    REJECTED,
    /** It only read. */
    QUERIED
  }

  /** What an event came from. */
  enum Kind {
    /** A machine sent it. */
    SENT,
    /** A client brought it. */
    REQUESTED,
    /** A timer fired. */
    FIRED,
    /** A call or ask came to its end. */
    ANSWERED
  }

  /**
   * Where an event came from.
   *
   * @param source the partition whose stream brought it just now; -1 for none
   * @param seq its number in that stream; 0 for none
   * @param place its number in the stored mailbox; 0 when it did not wait there
   * @param id the request id, the timer's name, or the call id; empty for a query or a sent event
   * @param dueMillis of a firing; 0 for anything else
   */
  record Origin(Kind kind, int source, long seq, long place, String id, long dueMillis) {
    static Origin of(Content content, Message.@Nullable Envelope envelope, long place) {
      int source = envelope == null ? -1 : envelope.source();
      long seq = envelope == null ? 0 : envelope.seq();
      return switch (content) {
        case Content.Plain plain -> {
          boolean requested =
              !plain.requestId().isEmpty()
                  || (envelope != null && envelope.message() instanceof Message.Request);
          Kind kind = requested ? Kind.REQUESTED : Kind.SENT;
          yield new Origin(kind, source, seq, place, plain.requestId(), 0);
        }
        case Content.Firing(var timer, var due) ->
            new Origin(Kind.FIRED, source, seq, place, timer.name(), due);
        case Content.Answered(var callId, _) ->
            new Origin(Kind.ANSWERED, source, seq, place, callId, 0);
      };
    }
  }

  /** A state: its durable name, as bytes, and in memory. */
  record StateView(String name, byte[] bytes, Object value) {}
}
