package dev.perdure.node;

import dev.perdure.MachineException;
import dev.perdure.MachineRef;
import dev.perdure.OverloadedException;
import dev.perdure.UnavailableException;
import dev.perdure.kernel.Answer;
import dev.perdure.kernel.Inspection;
import dev.perdure.kernel.OldIds;
import dev.perdure.kernel.Partition;
import dev.perdure.kernel.Partition.ClientRequest;
import dev.perdure.kernel.PartitionHost;
import dev.perdure.kernel.Waiter;
import dev.perdure.kernel.spi.Transport;
import dev.perdure.node.Requests.Forsaken;
import org.jspecify.annotations.Nullable;

/** What comes to a partition from other threads. */
sealed interface Input {

  /** Gives it to the partition, on the thread that runs it. */
  void enter(Partition partition);

  /** The partition does not serve; whoever waits is told why. */
  default void refuse(String reason) {}

  /** What comes from outside: at a bound it is pushed back, and nothing of it is kept. */
  sealed interface FromOutside extends Input {
    /** There is no room for it; whoever waits is told which bound was reached. */
    void pushBack(String where);
  }

  /** A request from outside; the partition knows by it who waits. */
  final class Request implements FromOutside, Waiter, PendingReply.Errand {
    private final String id;
    private final PendingReply<?> reply;
    private final Stores stores;
    private final Forsaken forsaken;

    /** Null once it has entered, or never will. */
    private volatile @Nullable ClientRequest request;

    /**
     * @param id empty for a query
     */
    Request(String id, PendingReply<?> reply, Stores stores, Forsaken forsaken) {
      this.id = id;
      this.reply = reply;
      this.stores = stores;
      this.forsaken = forsaken;
    }

    /** What enters; given before it goes its way. */
    void bring(ClientRequest entering) {
      request = entering;
    }

    @Override
    public void enter(Partition partition) {
      ClientRequest entering = request;
      if (entering == null) return;
      request = null;
      partition.request(entering);
    }

    @Override
    public void complete(Answer answer) {
      reply.answered(answer);
    }

    @Override
    public void refuse(String reason) {
      complete(new Answer.Unknown(reason));
    }

    @Override
    public void pushBack(String where) {
      complete(new Answer.Overloaded(where));
    }

    /** If it may be let go and has not entered, it never does, and nothing is kept. */
    @Override
    public void forsaken() {
      if (forsaken == Forsaken.LET_GO) request = null;
      if (!id.isEmpty()) stores.put(reply.partition(), new Input.Abandoned(id, this));
    }
  }

  /** Who waits for a request no longer does. */
  record Abandoned(String requestId, Waiter waiter) implements Input {
    @Override
    public void enter(Partition partition) {
      partition.abandon(requestId, waiter);
    }
  }

  /** A message from a partition of the same store. */
  record HandedOver(PartitionHost.HandOver handOver) implements Input {
    @Override
    public void enter(Partition partition) {
      partition.take(handOver);
    }
  }

  /** Messages from a partition of another store. */
  record Arrived(Transport.Frame frame) implements Input {
    @Override
    public void enter(Partition partition) {
      partition.arrived(frame);
    }
  }

  /** A partition of another store has taken over the stream to it, or let some of it go. */
  record Acknowledged(int target, long seq, boolean again) implements Input {
    @Override
    public void enter(Partition partition) {
      partition.acknowledged(target, seq, again);
    }
  }

  /** An activity call has come to its end. */
  record CallFinished(MachineRef<?> caller, String callId, Answer answer) implements Input {
    @Override
    public void enter(Partition partition) {
      partition.callFinished(caller, callId, answer);
    }
  }

  /** Request ids are in the store. */
  record Loaded(OldIds ids) implements Input {
    @Override
    public void enter(Partition partition) {
      partition.loaded(ids);
    }
  }

  /** An operator's wish. */
  record Inspected(Inspection inspection) implements FromOutside {
    @Override
    public void enter(Partition partition) {
      partition.inspect(inspection);
    }

    @Override
    public void refuse(String reason) {
      refuse(inspection, new UnavailableException(reason));
    }

    @Override
    public void pushBack(String where) {
      refuse(inspection, new OverloadedException(Requests.RETRY_AFTER, where));
    }

    static void refuse(Inspection inspection, MachineException why) {
      if (inspection.receiver() instanceof InspectionReply reply) {
        reply.refuse(why);
      }
    }
  }
}
