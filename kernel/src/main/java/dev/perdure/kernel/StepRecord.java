package dev.perdure.kernel;

import dev.perdure.kernel.Message.Envelope;
import dev.perdure.kernel.spi.Write;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one step writes: effects, not inputs. Made by the partition that stepped, then handed to the
 * commit stream and never changed. Records of one partition are numbered 1, 2, 3 without a gap.
 *
 * <p>A record without writes carries only outputs: they wait until everything before them is
 * durable.
 */
public final class StepRecord {
  /** What a record, a write, an answer take in memory beside their bytes: about, all copies. */
  private static final long OVERHEAD = 400;

  private static final int PART_OVERHEAD = 250;

  final int partition;
  final long recordNo;

  /** The stream that the stepped message came by, or -1, and how far it is consumed with this. */
  final int source;

  final long consumedSeq;

  /** The machine's record, when it changed; made bytes once for a group. */
  final @Nullable StateSlot slot;

  final @Nullable MachineRecord machineRecord;
  final List<Write> writes;
  final List<Envelope> sends;
  final List<Remembered> answers;

  /** Request ids up to this record number have index keys of their own; 0 when unchanged. */
  final long agedUpTo;

  final List<Output> outputs;

  /** What is remembered of a request id. */
  record Remembered(String requestId, long hash, Standing standing, Answer answer) {
    boolean answered() {
      return standing != Standing.ACCEPTED;
    }

    /** What who only sends is told: whether it was taken. */
    Answer forSender() {
      return standing == Standing.TURNED_AWAY ? answer : new Answer.Accepted();
    }
  }

  /** How far a request is. */
  enum Standing {
    /** Its event is stepped, or durably in the mailbox; the answer is yet to come. */
    ACCEPTED,
    ANSWERED,
    /** Its machine had ended before it came. */
    TURNED_AWAY
  }

  StepRecord(
      int partition,
      long recordNo,
      int source,
      long consumedSeq,
      @Nullable StateSlot slot,
      @Nullable MachineRecord machineRecord,
      List<Write> writes,
      List<Envelope> sends,
      List<Remembered> answers,
      long agedUpTo,
      List<Output> outputs) {
    this.partition = partition;
    this.recordNo = recordNo;
    this.source = source;
    this.consumedSeq = consumedSeq;
    this.slot = slot;
    this.machineRecord = machineRecord;
    this.writes = writes;
    this.sends = sends;
    this.answers = answers;
    this.agedUpTo = agedUpTo;
    this.outputs = outputs;
  }

  public int partition() {
    return partition;
  }

  public long recordNo() {
    return recordNo;
  }

  /** Whether it changes anything durable. */
  boolean writes() {
    return consumedSeq > 0
        || machineRecord != null
        || !writes.isEmpty()
        || !sends.isEmpty()
        || !answers.isEmpty();
  }

  /** About how much memory it holds until it is durable. */
  long bytes() {
    long bytes = OVERHEAD + (machineRecord == null ? 0 : machineRecord.size());
    for (Write write : writes) {
      bytes += PART_OVERHEAD;
      if (write instanceof Write.Put(var key, var value)) {
        bytes += key.length + value.length;
      }
    }
    for (Envelope sent : sends) {
      bytes += sent.bytes();
    }
    for (Remembered answer : answers) {
      bytes += PART_OVERHEAD + answer.answer.size();
    }
    for (Output output : outputs) {
      if (output instanceof Output.Complete(_, var answer) && answers.isEmpty()) {
        bytes += answer.size();
      }
    }
    return bytes;
  }

  /**
   * The place of a machine's record in the group that is being collected, so that the last write of
   * a machine in a group replaces the ones before without a look-up. The mark and index belong to
   * the commit stream alone; the partition only hands the slot through.
   */
  static final class StateSlot {
    final byte[] key;
    long group;
    int index;

    StateSlot(byte[] key) {
      this.key = key;
    }
  }
}
