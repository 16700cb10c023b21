package dev.perdure.kernel;

import dev.perdure.MachineRef;
import dev.perdure.kernel.MachineRecord.ScopedTimer;
import dev.perdure.kernel.StepRecord.Remembered;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step record in the making. Nothing of it is seen by anyone until the partition publishes it; a
 * step that fails just drops it.
 */
final class Draft {
  final StepWrites writes;

  // Each made at its first element: most steps have few of them.
  List<Outgoing> sends = Collections.emptyList();
  List<Output> outputs = Collections.emptyList();
  List<Remembered> answers = Collections.emptyList();
  List<byte[]> duesAdded = Collections.emptyList();
  List<byte[]> duesRemoved = Collections.emptyList();
  List<Output.ActivityCall> calls = Collections.emptyList();
  private @Nullable List<ScopedTimer> scoped;

  /** The machine whose record is to be written. */
  @Nullable ActiveMachine changed;

  int source = -1;
  long consumedSeq;

  /** A message that has no number yet. */
  record Outgoing(MachineRef<?> to, Message message) {}

  Draft(Uncommitted keys) {
    this.writes = new StepWrites(keys);
  }

  /** The message is consumed with this step. */
  void consume(Message.Envelope envelope) {
    if (envelope.seq() > 0) {
      source = envelope.source();
      consumedSeq = envelope.seq();
      byte[] segment = envelope.readFrom();
      if (segment != null) {
        writes.delete(segment);
      }
    }
    if (envelope.message() instanceof Message.TimerFired(var timer, var due)) {
      // Whatever comes of the firing, this entry of the index has done its work.
      removeDue(Keys.due(due, Keys.prefix(envelope.to()), timer));
    }
  }

  void send(MachineRef<?> to, Message message) {
    sends = with(sends, new Outgoing(to, message));
  }

  void output(Output output) {
    outputs = with(outputs, output);
  }

  void remember(Remembered answer) {
    answers = with(answers, answer);
  }

  void call(Output.ActivityCall call) {
    calls = with(calls, call);
  }

  private static <T> List<T> with(List<T> list, T added) {
    List<T> all = list.isEmpty() ? new ArrayList<>(2) : list;
    all.add(added);
    return all;
  }

  /** The machine's timers that belong to states, for changing. */
  List<ScopedTimer> scoped(ActiveMachine machine) {
    List<ScopedTimer> mine = scoped;
    if (mine == null) {
      mine = new ArrayList<>(machine.scoped);
      scoped = mine;
    }
    return mine;
  }

  @Nullable List<ScopedTimer> scopedIfChanged() {
    return scoped;
  }

  /** Starts a timer, or starts it again; another due time makes every earlier firing stale. */
  void startTimer(byte[] prefix, TimerId id, TimerRecord timer) {
    byte[] key = Keys.timer(prefix, id);
    byte[] old = writes.get(key);
    if (old != null) {
      removeDue(Keys.due(TimerRecord.read(old).dueMillis(), prefix, id));
    }
    writes.put(key, timer.toBytes());
    addDue(Keys.due(timer.dueMillis(), prefix, id));
  }

  /** Stops a timer; returns whether it ran. */
  boolean stopTimer(byte[] prefix, TimerId id) {
    byte[] key = Keys.timer(prefix, id);
    byte[] old = writes.get(key);
    if (old == null) {
      return false;
    }
    removeDue(Keys.due(TimerRecord.read(old).dueMillis(), prefix, id));
    writes.delete(key);
    return true;
  }

  void addDue(byte[] dueKey) {
    writes.put(dueKey, new byte[0]);
    duesAdded = with(duesAdded, dueKey);
  }

  void removeDue(byte[] dueKey) {
    writes.delete(dueKey);
    duesAdded.removeIf(added -> Arrays.equals(added, dueKey));
    duesRemoved = with(duesRemoved, dueKey);
  }
}
