package dev.perdure.kernel;

import dev.perdure.kernel.Message.Envelope;
import dev.perdure.kernel.PartitionHost.HandOver;
import dev.perdure.kernel.StepRecord.Sent;
import dev.perdure.kernel.StepRecord.StateSlot;
import dev.perdure.kernel.spi.Clock;
import dev.perdure.kernel.spi.RarePath;
import dev.perdure.kernel.spi.RarePaths;
import dev.perdure.kernel.spi.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes the step records of a partition and sends them on their way. The order matters: first the
 * record goes to the commit stream, then its messages to other partitions, so that a group, which
 * is a prefix of the stream, never holds a step without the one that sent its event.
 */
final class Recorder implements Stepping.Publisher {
  private final int partition;
  private final Uncommitted keys;
  private final RequestMemory memory;
  private final DueTimers timers;
  private final InboundStreams inbound;
  private final OutboundStreams outbound;
  private final Ahead ahead;
  private final Placements placements;
  private final IntPredicate sameStore;
  private final Clock clock;
  private final PartitionHost host;
  private final @Nullable StepObserver observer;
  private final RarePaths rarePaths;
  private long recordNo;

  /** Whether the host has been given something for another partition since the last event. */
  private boolean handedOver;

  Recorder(
      int partition,
      Partition.Setting setting,
      Uncommitted keys,
      RequestMemory memory,
      DueTimers timers,
      InboundStreams inbound,
      OutboundStreams outbound,
      Ahead ahead,
      long recordNo) {
    this.partition = partition;
    this.keys = keys;
    this.memory = memory;
    this.timers = timers;
    this.inbound = inbound;
    this.outbound = outbound;
    this.ahead = ahead;
    this.placements = setting.placements();
    this.sameStore = setting.sameStore();
    this.clock = setting.clock();
    this.host = setting.host();
    this.observer = host.observer();
    this.rarePaths = host.rarePaths();
    this.recordNo = recordNo;
  }

  /** The last record. */
  long recordNo() {
    return recordNo;
  }

  @Override
  public Draft draft() {
    return new Draft(keys);
  }

  @Override
  public @Nullable StepObserver observer() {
    return observer;
  }

  @Override
  public boolean takes(RarePath path) {
    return rarePaths.takes(path);
  }

  @Override
  public void publish(Draft draft, @Nullable ActiveMachine machine) {
    long now = clock.nowMillis();
    recordNo++;
    long aged = memory.remember(draft.answers, recordNo, now, draft.writes);
    List<Write> writes = draft.writes.publish(recordNo);
    draft.duesRemoved.forEach(timers::remove);
    draft.duesAdded.forEach(timers::add);
    ActiveMachine changed = draft.changed;
    StateSlot slot = null;
    byte[] machineRecord = null;
    if (changed != null) {
      slot = changed.slot;
      machineRecord = changed.toRecord().toBytes();
    }
    if (machine != null) {
      machine.lastRecordNo = recordNo;
    }
    if (draft.consumedSeq > 0) {
      inbound.consumed(draft.source, draft.consumedSeq, recordNo);
    }
    List<Sent> sends = numbered(draft.sends);
    StepRecord made =
        new StepRecord(
            partition,
            recordNo,
            draft.source,
            draft.consumedSeq,
            slot,
            machineRecord,
            writes,
            sends,
            draft.answers,
            aged,
            draft.outputs);
    ahead.published(made.bytes());
    host.publish(made);
    for (Sent sent : sends) {
      if (sent.target() == partition) {
        inbound.take(sent.envelope());
      } else if (sameStore.test(sent.target())) {
        host.handOver(sent.target(), new HandOver(sent.envelope()));
        handedOver = true;
      }
    }
  }

  /** The partition begins with another event. */
  void goesOn() {
    if (handedOver) {
      handedOver = false;
      host.goesOn();
    }
  }

  private List<Sent> numbered(List<Envelope> sends) {
    if (sends.isEmpty()) {
      return List.of();
    }
    List<Sent> numbered = new ArrayList<>(sends.size());
    for (Envelope envelope : sends) {
      int target = placements.partitionOf(envelope.to());
      long seq = outbound.next(target, recordNo);
      var stamped = new Envelope(envelope.to(), envelope.message(), partition, seq, null);
      numbered.add(new Sent(target, seq, stamped));
    }
    return numbered;
  }
}
