package dev.perdure.kernel;

import dev.perdure.MachineRef;
import dev.perdure.RetryPolicy;
import dev.perdure.kernel.Inspection.Status;
import dev.perdure.kernel.Stepping.Publisher;
import dev.perdure.kernel.WaitingEvent.Content;
import org.jspecify.annotations.Nullable;

/**
 * What follows a handler that threw: the event waits at its place in the mailbox, is tried again
 * with growing pauses, and is parked at last, which quarantines its machine. Other machines never
 * wait. Used by the partition alone.
 *
 * <p>The next attempt stands in the due index of the timers, the number of those before in the mark
 * of the mailbox: however many machines fail at once, they wait in the store.
 */
final class Failures {
  private static final System.Logger LOG = System.getLogger(Failures.class.getName());
  private static final int MAX_DETAIL = 16_000;

  private final Uncommitted keys;
  private final StepServices services;
  private final Mailboxes mailboxes;
  private final Publisher publisher;
  private final Counters counters;
  private final Culprits culprits;

  Failures(
      Uncommitted keys,
      StepServices services,
      Mailboxes mailboxes,
      Publisher publisher,
      Counters counters,
      Culprits culprits) {
    this.keys = keys;
    this.services = services;
    this.mailboxes = mailboxes;
    this.publisher = publisher;
    this.counters = counters;
    this.culprits = culprits;
  }

  /**
   * Returns for a fault of the machine's code, and for one of the process that this very event has
   * brought about again and again; throws on what is neither.
   */
  void passOn(ActiveMachine machine, Delivery delivery, Throwable thrown) {
    if (Faults.isOfProcess(thrown) && culprits.convicts(machine.ref, delivery.mark())) {
      return;
    }
    Faults.passOn(thrown);
  }

  /** The handler threw. */
  void failed(ActiveMachine machine, MachineKind kind, Delivery delivery, Throwable thrown) {
    Throwable failure = Faults.printable(thrown);
    long seq = placeOf(machine, delivery);
    machine.failures = machine.failing == seq ? machine.failures + 1 : 1;
    machine.failing = seq;
    RetryPolicy policy = kind.retry();
    if (machine.failures >= policy.attempts()) {
      park(machine, seq, delivery.content(), failure.toString(), failure);
      return;
    }
    long pause = pause(policy, machine.failures);
    LOG.log(
        System.Logger.Level.WARNING,
        () ->
            "%s: attempt %d of %d failed, next in %d ms"
                .formatted(machine, machine.failures, policy.attempts(), pause),
        failure);
    machine.retryAtMillis = services.clock().nowMillis() + pause;
    machine.stopGoing();
    Draft draft = publisher.draft();
    draft.addDue(Keys.due(machine.retryAtMillis, machine.prefix, TimerId.RETRY));
    mailboxes.mark(machine, draft);
    publisher.publish(draft, machine);
  }

  /** Where it waits from here on, marked in the same record: a crash may follow at once. */
  private long placeOf(ActiveMachine machine, Delivery delivery) {
    return delivery.waitingSeq() > 0
        ? delivery.waitingSeq()
        : mailboxes.add(machine, delivery.content(), delivery.envelope());
  }

  /** Exponential, and between half and the whole of it by chance, so that herds part. */
  private long pause(RetryPolicy policy, int failures) {
    long first = Math.max(1, policy.backoff().toMillis());
    long most = longest(policy);
    int doublings = Math.min(failures - 1, 62);
    long whole = first > most >> doublings ? most : first << doublings;
    return whole - Long.remainderUnsigned(services.entropy().nextLong(), whole / 2 + 1);
  }

  private static long longest(RetryPolicy policy) {
    return Math.max(1, Math.max(policy.backoff().toMillis(), policy.maxBackoff().toMillis()));
  }

  /**
   * Whether a mailbox waits for the next attempt of its event, by the clock of now. A longer pause
   * than the policy knows was begun by a clock that was ahead: nobody is to wait for that one.
   */
  boolean isPause(MachineRef<?> machine, WorkMark mark) {
    if (mark.retryAtMillis() == 0) {
      return false;
    }
    MachineKind kind = services.program().kindOrNull(machine.type());
    return kind == null
        || mark.retryAtMillis() - services.clock().nowMillis() <= longest(kind.retry());
  }

  /** What no attempt can mend. */
  void parkAtOnce(ActiveMachine machine, Delivery delivery, String reason, Throwable thrown) {
    Throwable failure = Faults.printable(thrown);
    long seq = placeOf(machine, delivery);
    if (seq > 0) {
      machine.failures = 1;
      park(machine, seq, delivery.content(), reason + ": " + failure.getMessage(), failure);
    }
  }

  /** The node does not know the machine's type. */
  void parkUnknownKind(ActiveMachine machine, Delivery delivery) {
    long seq = placeOf(machine, delivery);
    if (seq > 0) {
      String reason =
          "the node has no definition of machine type '"
              + machine.ref.type()
              + "'; open it with one, then retry";
      park(machine, seq, delivery.content(), reason, null);
    }
  }

  private void park(
      ActiveMachine machine,
      long seq,
      Content content,
      String reason,
      @Nullable Throwable failure) {
    Shown shown = shown(machine, content);
    Parked parked =
        new Parked(
            seq,
            shown.name,
            shown.bytes,
            machine.failures,
            services.clock().nowMillis(),
            reason,
            failure == null ? "" : Traces.of(failure, MAX_DETAIL));
    LOG.log(
        System.Logger.Level.ERROR,
        () -> "%s: quarantined, %s is parked: %s".formatted(machine, shown.name, reason),
        failure);
    counters.parked++;
    machine.status = Status.QUARANTINED;
    machine.stopGoing();
    machine.failures = 0;
    Draft draft = publisher.draft();
    draft.writes.put(Keys.of(Keys.PARKED, machine.prefix), parked.toBytes());
    StepObserver observer = publisher.observer();
    if (observer != null) {
      observer.observe(
          new StepObserver.Parked(machine.ref, seq, shown.name, shown.bytes, reason, failure));
    }
    mailboxes.unmark(machine, draft);
    draft.changed = machine;
    publisher.publish(draft, machine);
  }

  private record Shown(String name, byte[] bytes) {}

  /** The event for people to look at, from where it lies. */
  private Shown shown(ActiveMachine machine, Content content) {
    return switch (content) {
      case Content.Plain(var name, var bytes, _, _) -> new Shown(name, bytes);
      case Content.Firing(var timer, _) -> {
        byte[] stored = keys.get(Keys.timer(machine.prefix, timer));
        yield new Shown(
            timer.eventName(), stored == null ? new byte[0] : TimerRecord.read(stored).event());
      }
      case Content.Answered(var callId, var answer) -> {
        byte[] stored = keys.get(Keys.call(Keys.ASK, machine.prefix, callId));
        if (stored == null) {
          yield new Shown("?", new byte[0]);
        }
        PendingCall pending = PendingCall.read(stored);
        byte[] bytes = answer instanceof Answer.Value(var value) ? value : pending.template();
        yield new Shown(pending.eventName(), bytes);
      }
    };
  }
}
