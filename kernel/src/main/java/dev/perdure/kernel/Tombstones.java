package dev.perdure.kernel;

import dev.perdure.Outcome.Cause;
import dev.perdure.kernel.Inspection.Status;
import dev.perdure.kernel.WaitingEvent.Content;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The end of machines, and what becomes of events that come after it. */
final class Tombstones {
  private static final System.Logger LOG = System.getLogger(Tombstones.class.getName());

  private final Requests requests;
  private final Askers askers;
  private final Counters counters;

  Tombstones(Requests requests, Askers askers, Counters counters) {
    this.requests = requests;
    this.askers = askers;
    this.counters = counters;
  }

  /**
   * Ends the machine: its holdings go; a tombstone stays. So do its calls under way: they were
   * promised to be run, and go when they have been.
   */
  static void end(ActiveMachine machine, Draft draft) {
    machine.status = Status.HALTED;
    machine.state = null;
    machine.stateName = "";
    machine.stateBytes = new byte[0];
    machine.scoped = List.of();
    machine.behaviour = null;
    machine.stored = true;
    draft.changed = machine;
    Holdings.remove(machine.holdings | draft.writes.holdings(), machine.prefix, draft.writes);
    machine.holdings = Holdings.NONE;
  }

  /**
   * Turns away an event of a machine that has ended. Its timers and asks went with it: their
   * records are not looked at, the removal of a range is not seen before it is committed. The
   * outcome of a call ends the call, and nobody hears of it; one that had to wait for its turn
   * stands among the asks.
   */
  void turnAway(ActiveMachine machine, Delivery delivery, Draft draft) {
    switch (delivery.content()) {
      case Content.Plain plain -> turnAway(machine, plain, delivery, draft);
      case Content.Firing _ -> {}
      case Content.Answered(var callId, _) -> {
        char space = delivery.waitingSeq() == 0 ? Keys.CALL : Keys.ASK;
        byte[] call = Keys.call(space, machine.prefix, callId);
        if (draft.writes.get(call) != null) {
          draft.writes.delete(call);
        }
      }
    }
  }

  private void turnAway(
      ActiveMachine machine, Content.Plain plain, Delivery delivery, Draft draft) {
    counters.rejected++;
    LOG.log(System.Logger.Level.INFO, "{0}: rejected {1}: halted", machine, plain.eventName());
    var no = new Answer.No(Cause.HALTED, machine + " is halted");
    boolean fresh = delivery.waitingSeq() == 0 && !plain.requestId().isEmpty();
    if (fresh) {
      requests.turnedAway(plain.requestId(), no, draft);
    }
    TypedEvent readable = readable(machine.kind, plain);
    if (readable == null) {
      if (!fresh && !plain.requestId().isEmpty()) {
        requests.answerHere(plain.requestId(), no, draft);
      }
    } else if (!fresh || !Askers.isOwn(readable, machine.ref, plain.requestId())) {
      askers.refuse(readable, delivery, no, draft);
    }
  }

  private static @Nullable TypedEvent readable(@Nullable MachineKind kind, Content.Plain plain) {
    try {
      return kind == null ? null : DurableSides.plain(kind, plain);
    } catch (Throwable e) {
      Faults.passOn(e);
      return null; // Whom to answer cannot be read; the asker's patience ends the wait.
    }
  }
}
