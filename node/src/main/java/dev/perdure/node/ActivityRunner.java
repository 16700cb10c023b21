package dev.perdure.node;

import dev.perdure.Activity;
import dev.perdure.Outcome.Cause;
import dev.perdure.kernel.Answer;
import dev.perdure.kernel.Output.ActivityCall;
import dev.perdure.kernel.Program;
import dev.perdure.kernel.spi.Entropy;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * Runs activity calls: each attempt on a virtual thread of its own, a bounded number at a time, the
 * others wait for a place in the order in which they came.
 */
final class ActivityRunner {
  private final Program program;
  private final NodeConfig config;
  private final Entropy entropy;
  private final Timers timers;

  /** Guards everything below. */
  private final Object lock = new Object();

  private final Queue<CallRun> waiting = new ArrayDeque<>();
  private final Set<CallRun> underWay = new HashSet<>();
  private int running;

  ActivityRunner(Program program, NodeConfig config, Entropy entropy, Timers timers) {
    this.program = program;
    this.config = config;
    this.entropy = entropy;
    this.timers = timers;
  }

  /** Runs a call of a step that is durable; its answer goes to the partition. Never blocks. */
  void start(OpenStore store, int partition, ActivityCall call) {
    Optional<Activity.Bound<?, ?>> bound = program.activity(call.activity());
    if (bound.isEmpty()) {
      String reason =
          "there is no activity '%s'; open the node with its code".formatted(call.activity());
      Answer answer =
          call.mayHaveRun() ? new Answer.Unknown(reason) : new Answer.No(Cause.ERROR, reason);
      store.runner(partition).put(new Input.CallFinished(call.caller(), call.callId(), answer));
      return;
    }
    CallRun run = new CallRun(this, bound.get(), store, partition, call);
    synchronized (lock) {
      // What is committed while a node closes, is dropped here already: the next opening runs it.
      if (store.end() != null) return;
      underWay.add(run);
    }
    wantsPlace(run);
  }

  Program program() {
    return program;
  }

  long maxResultBytes() {
    return config.maxEventBytes();
  }

  Entropy entropy() {
    return entropy;
  }

  Timers timers() {
    return timers;
  }

  /** A call wants to begin its next attempt. */
  void wantsPlace(CallRun run) {
    synchronized (lock) {
      if (running >= config.activitiesRunning()) {
        waiting.add(run);
        return;
      }
      running++;
    }
    run.attempt();
  }

  /** An attempt is over; the next in the row gets its place. */
  void freesPlace() {
    CallRun next;
    synchronized (lock) {
      next = waiting.poll();
      if (next == null) {
        running--;
        return;
      }
    }
    next.attempt();
  }

  /** A call has its outcome. */
  void over(CallRun run) {
    synchronized (lock) {
      underWay.remove(run);
    }
  }

  /** The calls of an opening that has ended: interrupted, and whatever they bring is ignored. */
  void drop(OpenStore store) {
    List<CallRun> dropped;
    synchronized (lock) {
      dropped = underWay.stream().filter(run -> run.isOf(store)).toList();
      underWay.removeAll(Set.copyOf(dropped));
      waiting.removeAll(Set.copyOf(dropped));
    }
    dropped.forEach(CallRun::drop);
  }
}
