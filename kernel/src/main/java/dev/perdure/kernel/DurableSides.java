package dev.perdure.kernel;

import dev.perdure.kernel.MachineRecord.ScopedTimer;
import dev.perdure.kernel.WaitingEvent.Content;
import dev.perdure.kernel.spi.Codec.CodecException;
import dev.perdure.kernel.spi.RarePath;
import dev.perdure.kernel.spi.RarePaths;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind a firing or an answer in a record of its own: the running timer, the pending
 * call. It is there until the event is stepped, and an event without it is void. Used by the
 * partition alone.
 */
final class DurableSides {
  private final StepServices services;
  private final RarePaths rarePaths;
  private final Counters counters;

  DurableSides(StepServices services, RarePaths rarePaths, Counters counters) {
    this.services = services;
    this.rarePaths = rarePaths;
    this.counters = counters;
  }

  /**
   * The event itself, for its step, with its durable side consumed in the draft; null when it is
   * void: a stale firing, or the answer to a call that is over.
   *
   * @throws CodecException when it cannot be read
   */
  @Nullable TypedEvent take(
      ActiveMachine machine, MachineKind kind, Delivery delivery, Draft draft) {
    return switch (delivery.content()) {
      case Content.Plain plain -> plain(kind, rarely(plain));
      case Content.Firing(var timer, var due) -> {
        TimerRecord running = consumeFiring(machine, timer, due, draft);
        if (running == null) {
          counters.staleFirings++;
          yield null;
        }
        EventShape shape = shape(kind, timer.eventName());
        yield new TypedEvent(shape, shape.decode(running.event()));
      }
      case Content.Answered(var callId, var answer) -> {
        PendingCall pending = consumePending(machine, callId, delivery.waitingSeq() > 0, draft);
        if (pending == null) {
          counters.lateAnswers++;
          yield null;
        }
        EventShape shape = shape(kind, pending.eventName());
        yield new TypedEvent(shape, shape.fill(shape.decode(pending.template()), answer));
      }
    };
  }

  /** The event, now and then as if it had left memory. */
  private Content.Plain rarely(Content.Plain plain) {
    return rarePaths.takes(RarePath.READ_EVENT)
        ? new Content.Plain(plain.eventName(), plain.bytes(), plain.requestId(), null)
        : plain;
  }

  /**
   * An event that carries all of itself.
   *
   * @throws CodecException when it cannot be read
   */
  static TypedEvent plain(MachineKind kind, Content.Plain plain) {
    TypedEvent event = plain.event();
    if (event != null) {
      return event;
    }
    EventShape shape = shape(kind, plain.eventName());
    return new TypedEvent(shape, shape.decode(plain.bytes()));
  }

  private static EventShape shape(MachineKind kind, String name) {
    return kind.event(name)
        .orElseThrow(
            () ->
                new CodecException(
                    "machine type '%s' has no event '%s'; it was removed or renamed: give it its durable name"
                        .formatted(kind.name(), name)));
  }

  /** The timer that fires: a one-shot one is over, a periodic one starts again; null when stale. */
  private @Nullable TimerRecord consumeFiring(
      ActiveMachine machine, TimerId timer, long due, Draft draft) {
    byte[] stored = draft.writes.get(Keys.timer(machine.prefix, timer));
    TimerRecord running = stored == null ? null : TimerRecord.read(stored);
    if (running == null || running.dueMillis() != due) {
      return null;
    }
    if (running.periodMillis() > 0) {
      // Armed again by the very step that handles the firing: a fixed delay, at most one firing.
      long next = services.clock().nowMillis() + running.periodMillis();
      draft.startTimer(
          machine.prefix, timer, new TimerRecord(next, running.periodMillis(), running.event()));
    } else {
      draft.writes.delete(Keys.timer(machine.prefix, timer));
      if (machine.scoped.stream().anyMatch(scoped -> scoped.id().equals(timer))) {
        draft.scoped(machine).removeIf(scoped -> scoped.id().equals(timer));
      }
    }
    return running;
  }

  /** The call that an answer is for; null when it is over, or another answer waits already. */
  private static @Nullable PendingCall consumePending(
      ActiveMachine machine, String callId, boolean waited, Draft draft) {
    for (char space : new char[] {Keys.ASK, Keys.CALL}) {
      byte[] key = Keys.call(space, machine.prefix, callId);
      byte[] stored = draft.writes.get(key);
      if (stored != null) {
        PendingCall pending = PendingCall.read(stored);
        if (!waited && pending.dueMillis() == PendingCall.ANSWERED) {
          return null;
        }
        draft.writes.delete(key);
        if (pending.dueMillis() > 0) {
          TimerId patience = TimerId.patienceOf(callId);
          draft.removeDue(Keys.due(pending.dueMillis(), machine.prefix, patience));
        }
        return pending;
      }
    }
    return null;
  }

  /** The event waits from here on: its durable side stays, and learns so; false when void. */
  boolean keep(ActiveMachine machine, Content content, Draft draft) {
    return switch (content) {
      case Content.Plain _ -> true;
      case Content.Firing(var timer, var due) -> {
        byte[] running = draft.writes.get(Keys.timer(machine.prefix, timer));
        if (running == null || TimerRecord.read(running).dueMillis() != due) {
          counters.staleFirings++;
          yield false;
        }
        yield true;
      }
      case Content.Answered(var callId, _) -> {
        services.calls().finished(callId);
        yield keepPending(machine, callId, draft);
      }
    };
  }

  private boolean keepPending(ActiveMachine machine, String callId, Draft draft) {
    byte[] askKey = Keys.call(Keys.ASK, machine.prefix, callId);
    byte[] ask = draft.writes.get(askKey);
    byte[] callKey = Keys.call(Keys.CALL, machine.prefix, callId);
    byte[] call = ask == null ? draft.writes.get(callKey) : null;
    byte[] stored = ask == null ? call : ask;
    if (stored == null || PendingCall.read(stored).dueMillis() == PendingCall.ANSWERED) {
      counters.lateAnswers++;
      return false;
    }
    PendingCall pending = PendingCall.read(stored);
    if (call != null) {
      draft.writes.delete(callKey); // Else the activity would be run again after a crash.
    } else {
      TimerId patience = TimerId.patienceOf(callId);
      draft.removeDue(Keys.due(pending.dueMillis(), machine.prefix, patience));
    }
    draft.writes.put(askKey, pending.answered().toBytes());
    return true;
  }

  /**
   * The event goes without being stepped. The call behind it is over, a one-shot timer too; a
   * periodic one goes on, as it would had the event been stepped.
   */
  void drop(ActiveMachine machine, Content content, Draft draft) {
    switch (content) {
      case Content.Plain _ -> {}
      case Content.Firing(var timer, var due) -> {
        consumeFiring(machine, timer, due, draft);
        List<ScopedTimer> scoped = draft.scopedIfChanged();
        if (scoped != null) {
          machine.scoped = List.copyOf(scoped);
        }
      }
      case Content.Answered(var callId, _) ->
          draft.writes.delete(Keys.call(Keys.ASK, machine.prefix, callId));
    }
  }
}
