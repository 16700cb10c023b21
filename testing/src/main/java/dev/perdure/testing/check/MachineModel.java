package dev.perdure.testing.check;

import dev.perdure.MachineRef;
import dev.perdure.kernel.Inspection.Status;
import dev.perdure.kernel.StepObserver.Kind;
import dev.perdure.testing.Origin;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the committed records say of one machine. */
public final class MachineModel {
  final MachineRef<?> ref;
  Status status = Status.ACTIVE;

  /** Empty before the first step that stood. */
  String stateName = "";

  byte[] stateBytes = new byte[0];
  @Nullable Object state;

  /** Raised when the state's class changes: then deferred events are offered again. */
  long era;

  /** By place: what waits in the stored mailbox. */
  final NavigableMap<Long, Waiting> waiting = new TreeMap<>();

  long lastPlace;

  /** The name of the parked event; empty before any was. */
  String parked = "";

  final Map<TimerKey, Timer> timers = new LinkedHashMap<>();

  /** Calls and asks whose one answer was not stepped. */
  final Set<String> pendingCalls = new LinkedHashSet<>();

  /** An event in the stored mailbox. */
  static final class Waiting {
    final Kind kind;
    final String eventName;
    final byte[] bytes;
    final Origin origin;

    /** The era in which it was deferred; -1 when it waits for another reason. */
    long deferredIn = -1;

    Waiting(Kind kind, String eventName, byte[] bytes, Origin origin) {
      this.kind = kind;
      this.eventName = eventName;
      this.bytes = bytes;
      this.origin = origin;
    }

    /** Whether it stays until it is stepped; others may be void when their turn comes. */
    boolean isPlain() {
      return kind == Kind.SENT || kind == Kind.REQUESTED;
    }
  }

  /** A timer within its machine. */
  record TimerKey(String eventName, String name) {}

  /**
   * A running timer.
   *
   * @param dueMillis {@code Long.MIN_VALUE} when only the kernel knows
   * @param periodMillis 0 for one that fires once
   * @param scope the states that it belongs to
   */
  record Timer(long dueMillis, long periodMillis, Optional<Class<?>> scope) {}

  MachineModel(MachineRef<?> ref) {
    this.ref = ref;
  }

  public MachineRef<?> ref() {
    return ref;
  }

  public Status status() {
    return status;
  }

  /** The committed state; null before the first step that stood and after a halt. */
  public @Nullable Object state() {
    return status == Status.HALTED ? null : state;
  }

  /** The durable name of the state; empty where there is none. */
  public String stateName() {
    return stateName;
  }

  public byte[] stateBytes() {
    return stateBytes;
  }

  /** Whether the store must have a record of it. */
  public boolean isStored() {
    return status != Status.ACTIVE || !stateName.isEmpty() || !waiting.isEmpty();
  }

  /** Whether so many events may wait: those that are void go unseen. */
  public boolean mayWait(long number) {
    long plain = waiting.values().stream().filter(Waiting::isPlain).count();
    return number >= plain && number <= waiting.size();
  }

  /** How many calls and asks it waits for. */
  public int calls() {
    return pendingCalls.size();
  }

  /** How many timers run. */
  public int runningTimers() {
    return timers.size();
  }

  /** Whether any event waits. */
  public boolean isWaitedFor() {
    return !waiting.isEmpty();
  }

  /** Whether an event waits at a place and stays until it is stepped. */
  public boolean keeps(long place) {
    Waiting one = waiting.get(place);
    return one != null && one.isPlain();
  }

  /** Whether the mailbox must be gone through: something waits that was not deferred. */
  public boolean mustGoOn() {
    return status == Status.ACTIVE
        && waiting.values().stream().anyMatch(one -> one.isPlain() && one.deferredIn != era);
  }

  @Override
  public String toString() {
    return "%s %s, %d waiting".formatted(status, state(), waiting.size());
  }

  void halt() {
    status = Status.HALTED;
    stateName = "";
    stateBytes = new byte[0];
    waiting.clear();
    timers.clear();
    pendingCalls.clear();
  }
}
