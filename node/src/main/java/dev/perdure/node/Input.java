package dev.perdure.node;

import dev.perdure.MachineRef;
import dev.perdure.kernel.Answer;
import dev.perdure.kernel.Inspection;
import dev.perdure.kernel.Partition;
import dev.perdure.kernel.PartitionHost;
import dev.perdure.kernel.Waiter;
import dev.perdure.kernel.spi.Transport;

/** What comes to a partition from other threads. */
sealed interface Input {

  /** Gives it to the partition, on the thread that runs it. */
  void enter(Partition partition);

  /** The partition does not serve; whoever waits is told why. */
  default void refuse(String reason) {}

  /** A request from outside. */
  record Request(Partition.ClientRequest request) implements Input {
    @Override
    public void enter(Partition partition) {
      partition.request(request);
    }

    @Override
    public void refuse(String reason) {
      request.waiter().complete(new Answer.Unknown(reason));
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

  /** An operator's wish. */
  record Inspected(Inspection inspection) implements Input {
    @Override
    public void enter(Partition partition) {
      partition.inspect(inspection);
    }

    @Override
    public void refuse(String reason) {
      refuse(inspection, reason);
    }

    static void refuse(Inspection inspection, String reason) {
      if (inspection.receiver() instanceof InspectionReply reply) {
        reply.refuse(reason);
      }
    }
  }
}
