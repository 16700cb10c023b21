package dev.perdure.kernel;

import static java.util.Objects.requireNonNull;

import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.kernel.Inspection.Status;
import dev.perdure.kernel.MachineKind.StateShape;
import dev.perdure.kernel.MachineRecord.ScopedTimer;
import dev.perdure.kernel.StepRecord.StateSlot;
import dev.perdure.kernel.spi.Codec.CodecException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A machine in memory: its last state, committed or not, and how far its mailbox is gone through.
 * Belongs to its partition; changed only when a step has succeeded.
 */
final class ActiveMachine {
  final MachineRef<?> ref;
  final byte[] prefix;
  final StateSlot slot;

  /** Null when the node does not know the type: then it is quarantined. */
  final @Nullable MachineKind kind;

  private final @Nullable CollectionTypes collectionTypes;

  /** Made at the first use: most machines have none. */
  private @Nullable MachineCollections collections;

  Status status = Status.ACTIVE;

  /** Whether the store, or an earlier step, has a record of it. */
  boolean stored;

  /** Null when it is not read from its bytes yet, or there is none. */
  @Nullable Object state;

  /** Empty before the first step that stood, and when halted. */
  String stateName = "";

  byte[] stateBytes = new byte[0];
  List<ScopedTimer> scoped = List.of();

  /** In which spaces of the {@link Holdings} it may have something. */
  int holdings = Holdings.NONE;

  long firstWaiting = 1;
  long nextWaiting = 1;
  long waiting;

  /** Volatile: made again on rehydration and after a step that failed. */
  @Nullable Machine<Object, Object> behaviour;

  /** Whether the mailbox is being gone through, and from which number on. */
  boolean going;

  long goAt;
  final Deque<WaitingEvent> readAhead = new ArrayDeque<>(0);

  /** How often the event {@link #failing} was tried in vain, and when it is tried again; 0: now. */
  int failures;

  long failing;
  long retryAtMillis;

  /** The mark, as stored, that the mailbox must be gone through; null when there is none. */
  @Nullable WorkMark marked;

  /** Whether it stands in the queue of machines to be gone on with. */
  boolean scheduled;

  long lastRecordNo;

  ActiveMachine(
      MachineRef<?> ref,
      byte[] prefix,
      @Nullable MachineKind kind,
      @Nullable CollectionTypes collectionTypes) {
    this.ref = ref;
    this.prefix = prefix;
    this.kind = kind;
    this.collectionTypes = collectionTypes;
    this.slot = new StateSlot(Keys.of(Keys.MACHINE, prefix));
  }

  /**
   * Takes over what the store has.
   *
   * @param mark that the mailbox must be gone through, if there is one. Without one, what waits is
   *     deferred, and stays so until the state is of another class
   */
  void load(MachineRecord stored, @Nullable WorkMark mark) {
    this.stored = true;
    status = stored.status();
    stateName = stored.stateName();
    stateBytes = stored.state();
    scoped = stored.scoped();
    holdings = stored.holdings();
    firstWaiting = stored.firstWaiting();
    nextWaiting = stored.nextWaiting();
    waiting = stored.waiting();
    marked = mark;
    if (mark == null) {
      return;
    }
    failing = mark.failing();
    failures = mark.failures();
    retryAtMillis = mark.retryAtMillis();
    if (retryAtMillis == 0) {
      startGoing(firstWaiting);
    }
  }

  /**
   * The state, read from its bytes if need be.
   *
   * @throws CodecException when the bytes are of no known shape
   */
  Object decodedState(MachineKind of) {
    Object known = state;
    if (known != null) {
      return known;
    }
    StateShape shape = of.state(stateName);
    if (shape == null) {
      throw new CodecException(
          "machine type '%s' has no state '%s'; it was removed or renamed: give it its durable name"
              .formatted(of.name(), stateName));
    }
    Object decoded = shape.codec().decode(stateBytes);
    state = decoded;
    return decoded;
  }

  /** Its durable maps and queues; only where its type is known. */
  MachineCollections collections() {
    MachineCollections made = collections;
    if (made == null) {
      made = new MachineCollections(requireNonNull(collectionTypes), prefix);
      collections = made;
    }
    return made;
  }

  /** Whether an event that arrives must wait behind others. */
  boolean mustWait() {
    return going || retryAtMillis > 0 || status == Status.QUARANTINED;
  }

  /** Goes through the mailbox from a number on. */
  void startGoing(long from) {
    going = true;
    goAt = from;
    readAhead.clear();
  }

  /** Leaves the mailbox as it is, until the next attempt or an operator. */
  void stopGoing() {
    going = false;
    readAhead.clear();
  }

  boolean isHalted() {
    return status == Status.HALTED;
  }

  /** Whether the store alone would do: nothing volatile matters and all is committed. */
  boolean canPassivate(long committedRecordNo) {
    return lastRecordNo <= committedRecordNo && !going;
  }

  MachineRecord toRecord() {
    return new MachineRecord(
        status, firstWaiting, nextWaiting, waiting, scoped, holdings, stateName, stateBytes);
  }

  @Override
  public String toString() {
    return ref.toString();
  }
}
