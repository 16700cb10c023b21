package dev.perdure.kernel;

import dev.perdure.kernel.Draft.Outgoing;
import dev.perdure.kernel.Message.Envelope;
import dev.perdure.kernel.PartitionHost.HandOver;
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
    recordNo++;
    long aged =
        draft.answers.isEmpty()
            ? 0
            : memory.remember(draft.answers, recordNo, clock.nowMillis(), draft.writes);
    if (machine != null && !machine.isHalted()) {
      noteHoldings(machine, draft);
    }
    List<Write> writes = draft.writes.publish(recordNo);
    draft.duesRemoved.forEach(timers::remove);
    draft.duesAdded.forEach(timers::add);
    ActiveMachine changed = draft.changed;
    StateSlot slot = null;
    MachineRecord machineRecord = null;
    if (changed != null) {
      slot = changed.slot;
      machineRecord = changed.toRecord();
    }
    if (machine != null) {
      machine.lastRecordNo = recordNo;
    }
    if (draft.consumedSeq > 0) {
      inbound.consumed(draft.source, draft.consumedSeq, recordNo);
    }
    List<Envelope> sends = numbered(draft.sends);
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
    for (Envelope sent : sends) {
      if (sent.target() == partition) {
        inbound.take(sent);
      } else if (sameStore.test(sent.target())) {
        host.handOver(sent.target(), new HandOver(sent));
        handedOver = true;
      }
    }
  }

  private static void noteHoldings(ActiveMachine machine, Draft draft) {
    int all = machine.holdings | draft.writes.holdings();
    if (all != machine.holdings) {
      machine.holdings = all;
      machine.stored = true;
      draft.changed = machine;
    }
  }

  /** The partition begins with another event. */
  void goesOn() {
    if (handedOver) {
      handedOver = false;
      host.goesOn();
    }
  }

  private List<Envelope> numbered(List<Outgoing> sends) {
    if (sends.isEmpty()) {
      return List.of();
    }
    List<Envelope> numbered = new ArrayList<>(sends.size());
    for (Outgoing sent : sends) {
      int target = placements.partitionOf(sent.to());
      long seq = outbound.next(target, recordNo);
      numbered.add(new Envelope(sent.to(), sent.message(), partition, target, seq, null));
    }
    return numbered;
  }
}
