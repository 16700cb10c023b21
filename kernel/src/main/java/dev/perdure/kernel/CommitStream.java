package dev.perdure.kernel;

import dev.perdure.kernel.Message.Envelope;
import dev.perdure.kernel.spi.Batch;
import dev.perdure.kernel.spi.Batch.InboxSegment;
import dev.perdure.kernel.spi.CommitOutcome;
import dev.perdure.kernel.spi.Epoch;
import dev.perdure.kernel.spi.Store;
import dev.perdure.kernel.spi.Transport;
import dev.perdure.kernel.spi.Write;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The commits of one store, in order. Partitions put their step records into one queue; each call
 * of {@link #commitNext} takes a prefix of that queue as a group, folds it into one batch per
 * partition, commits the group, and only then releases what its steps put out.
 *
 * <p><b>Why a prefix.</b> A partition queues a step record <em>before</em> it hands the step's
 * events to another partition. A step that stepped such an event therefore stands behind the
 * sender's record in the queue, and is never durable without it. For the same reason an event that
 * is sent and stepped within one group need not be written at all.
 *
 * <p>Used by one thread. After an outcome other than {@code Committed} the stream is dead, and all
 * its partitions with it: they may have stepped on each other's uncommitted results. They are
 * opened anew from the store.
 */
public final class CommitStream {
  /** Bounds a group, and with it the latency of the steps in it. */
  private static final int MAX_GROUP = 16_384;

  private final Store store;
  private final Transport transport;
  private final Outputs outputs;
  private final Queue<StepRecord> queue;
  private final ByPartition<PartitionLog> logs = new ByPartition<>();
  private final List<StepRecord> group = new ArrayList<>();
  private long groupNo;

  /** What a call of {@link #commitNext} did. */
  public sealed interface Progress {
    /** The queue was empty. */
    record Nothing() implements Progress {}

    /** All records up to these are durable and their outputs released. */
    record Released(List<StepRecord> records) implements Progress {}

    /** Nothing of the group was released; the stream is dead. */
    record Failed(CommitOutcome outcome) implements Progress {}
  }

  /**
   * @param queue filled by the partitions, in the order of {@link PartitionHost#publish}
   */
  public CommitStream(Store store, Transport transport, Outputs outputs, Queue<StepRecord> queue) {
    this.store = store;
    this.transport = transport;
    this.outputs = outputs;
    this.queue = queue;
  }

  /** Adds a partition, before its first record. */
  public void add(PartitionLog log) {
    logs.put(log.partition, log);
  }

  /** Commits what the queue holds, up to a bound, and releases its outputs. */
  public Progress commitNext() {
    group.clear();
    for (StepRecord next = queue.poll(); next != null; next = queue.poll()) {
      group.add(next);
      if (group.size() == MAX_GROUP) {
        break;
      }
    }
    if (group.isEmpty()) {
      return new Progress.Nothing();
    }
    groupNo++;
    ByPartition<Folded> folds = new ByPartition<>();
    for (StepRecord next : group) {
      if (next.writes()) {
        Folded folded = folds.get(next.partition);
        if (folded == null) {
          folded = new Folded(log(next.partition));
          folds.put(next.partition, folded);
        }
        folded.add(next);
      } else {
        log(next.partition).recordNo = next.recordNo;
      }
    }
    CommitOutcome.Fenced fenced = fencedFrom(folds);
    if (fenced != null) {
      return new Progress.Failed(fenced);
    }
    List<Batch> batches = new ArrayList<>();
    folds.forEach((_, folded) -> batches.add(folded.batch()));
    if (!batches.isEmpty()) {
      CommitOutcome outcome = store.commit(batches);
      switch (outcome) {
        case CommitOutcome.Committed _ -> folds.forEach((_, folded) -> folded.committed());
        case CommitOutcome.Fenced _, CommitOutcome.Unknown _ -> {
          return new Progress.Failed(outcome);
        }
      }
    }
    release();
    return new Progress.Released(group);
  }

  /**
   * A commit is refused when a partition has another owner. Where a partition has nothing to
   * commit, what it read may be old all the same: a query must not be answered from it.
   */
  private CommitOutcome.@Nullable Fenced fencedFrom(ByPartition<Folded> folds) {
    PartitionLog checked = null;
    for (StepRecord next : group) {
      if (next.outputs.isEmpty() || folds.get(next.partition) != null) {
        continue;
      }
      PartitionLog log = log(next.partition);
      if (Identity.same(log, checked)) {
        continue;
      }
      Epoch current = store.epoch(next.partition);
      if (!current.equals(log.epoch)) {
        return new CommitOutcome.Fenced(next.partition, current);
      }
      checked = log; // Queries come in runs.
    }
    return null;
  }

  private void release() {
    for (StepRecord next : group) {
      for (Output output : next.outputs) {
        switch (output) {
          case Output.Complete(var waiter, var answer) -> waiter.complete(answer);
          case Output.RunCall(var call) -> outputs.run(next.partition, call);
          case Output.Show(var inspection, var result) -> inspection.receiver().receive(result);
        }
      }
    }
  }

  /**
   * What a dead stream never releases: the outputs of the group that failed and of all records
   * behind it. Who waits for one of them is waited for by no partition any more.
   */
  public List<Output> unreleased() {
    List<Output> outputsLeft = new ArrayList<>();
    group.forEach(next -> outputsLeft.addAll(next.outputs));
    group.clear();
    for (StepRecord next = queue.poll(); next != null; next = queue.poll()) {
      outputsLeft.addAll(next.outputs);
    }
    return outputsLeft;
  }

  private PartitionLog log(int partition) {
    PartitionLog log = logs.get(partition);
    if (log == null) {
      throw new IllegalStateException("a record of a partition that is not open: " + partition);
    }
    return log;
  }

  private boolean isLocal(int partition) {
    return logs.get(partition) != null;
  }

  /** The records of one partition in one group, folded into its batch. */
  private final class Folded {
    private final PartitionLog log;
    private final List<Write> writes = new ArrayList<>();

    /** The machines that changed, and the last record of each. */
    private final List<StepRecord.StateSlot> slots = new ArrayList<>();

    private final List<MachineRecord> machineRecords = new ArrayList<>();
    private final ByPartition<List<Envelope>> sends = new ByPartition<>();
    private final StreamNumbers advanced = new StreamNumbers();
    private @Nullable ByteWriter answers;

    Folded(PartitionLog log) {
      this.log = log;
    }

    void add(StepRecord next) {
      if (next.recordNo <= log.recordNo) {
        throw new IllegalStateException(
            "partition %d: record %d after record %d"
                .formatted(log.partition, next.recordNo, log.recordNo));
      }
      log.recordNo = next.recordNo;
      if (next.consumedSeq > 0) {
        log.consumed.put(next.source, next.consumedSeq);
        advanced.put(next.source, next.consumedSeq);
      }
      addState(next);
      writes.addAll(next.writes);
      for (Envelope sent : next.sends) {
        List<Envelope> run = sends.get(sent.target());
        if (run == null) {
          run = new ArrayList<>();
          sends.put(sent.target(), run);
        }
        run.add(sent);
        log.sent.put(sent.target(), sent.seq());
      }
      for (StepRecord.Remembered answer : next.answers) {
        answers = AnswerSegments.write(answers, next.recordNo, answer);
      }
      if (next.agedUpTo > 0) {
        log.agedUpTo = next.agedUpTo;
      }
    }

    private void addState(StepRecord next) {
      StepRecord.StateSlot slot = next.slot;
      MachineRecord machineRecord = next.machineRecord;
      if (slot == null || machineRecord == null) {
        return;
      }
      if (slot.group == groupNo) {
        machineRecords.set(slot.index, machineRecord);
      } else {
        slot.group = groupNo;
        slot.index = slots.size();
        slots.add(slot);
        machineRecords.add(machineRecord);
      }
    }

    /** Called when every record of the group is added, of this partition and of the others. */
    Batch batch() {
      List<InboxSegment> inbox = new ArrayList<>(0);
      sends.forEach(
          (target, sent) -> {
            if (isLocal(target)) {
              writeInbox(target, sent, inbox);
            } else {
              writeOutbox(target, sent);
            }
          });
      for (int i = 0; i < slots.size(); i++) {
        writes.add(new Write.Put(slots.get(i).key, machineRecords.get(i).toBytes()));
      }
      advanced.forEach(this::freeSegments);
      if (answers != null) {
        writes.add(new Write.Put(Keys.answers(log.recordNo), answers.toBytes()));
      }
      var head =
          new PartitionHead(
              log.origin, log.recordNo, log.agedUpTo, log.consumed.toMap(), log.sent.toMap());
      return new Batch(log.partition, log.epoch, log.batchNo + 1, head.toBytes(), writes, inbox);
    }

    private void writeInbox(int target, List<Envelope> sent, List<InboxSegment> inbox) {
      long consumed = log(target).consumed.get(log.partition);
      long last = sent.getLast().seq();
      if (last <= consumed) {
        return; // Sent and stepped within this group.
      }
      List<Envelope> left =
          sent.getFirst().seq() > consumed
              ? sent
              : sent.stream().filter(one -> one.seq() > consumed).toList();
      byte[] key = Keys.segment(Keys.INBOX, log.partition, last);
      inbox.add(new InboxSegment(target, key, Segment.write(left)));
      log(target).segmentsFrom(log.partition).add(last);
    }

    private void writeOutbox(int target, List<Envelope> sent) {
      byte[] key = Keys.segment(Keys.OUTBOX, target, sent.getLast().seq());
      writes.add(new Write.Put(key, Segment.write(sent)));
    }

    private void freeSegments(int source, long consumed) {
      Deque<Long> segments = log.segments.get(source);
      if (segments == null) {
        return;
      }
      for (Long last = segments.peek(); last != null && last <= consumed; last = segments.peek()) {
        segments.remove();
        writes.add(new Write.Delete(Keys.segment(Keys.INBOX, source, last)));
      }
    }

    void committed() {
      log.batchNo++;
      advanced.forEach(
          (source, seq) -> {
            if (!isLocal(source)) {
              transport.acknowledge(source, log.partition, seq, false);
            }
          });
    }
  }
}
