package dev.perdure.kernel;

import dev.perdure.kernel.Inspection.Status;
import dev.perdure.kernel.Message.Envelope;
import dev.perdure.kernel.Stepping.Publisher;
import dev.perdure.kernel.WaitingEvent.Content;
import dev.perdure.kernel.spi.Cursor;
import dev.perdure.kernel.spi.RarePath;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The stored part of the machines' mailboxes: events that could not be stepped when they arrived.
 * They are deferred, or stand behind an event that is tried again or parked, or behind others that
 * wait. Used by the partition alone.
 *
 * <p>Each has a key of its own from the moment it is set aside, so that no machine that lags holds
 * on to a segment of the inbox. <em>Going through</em> a mailbox offers its events in order: from
 * the first when the state's class has changed, from the one that failed when its next attempt is
 * due or an operator says so. A mark in the store says so until it is done, for a crash in between.
 * A machine whose mailbox has been gone through steps what arrives, though deferred events wait.
 */
final class Mailboxes {
  private final Uncommitted keys;
  private final PartitionConfig config;
  private final DurableSides sides;
  private final Requests requests;
  private final Publisher publisher;
  private final Deque<ActiveMachine> going = new ArrayDeque<>();
  private int mostReadAhead;

  Mailboxes(
      Uncommitted keys,
      PartitionConfig config,
      DurableSides sides,
      Requests requests,
      Publisher publisher) {
    this.keys = keys;
    this.config = config;
    this.sides = sides;
    this.requests = requests;
    this.publisher = publisher;
  }

  /** Sets a deferred event aside; it is offered again when the state's class has changed. */
  void defer(ActiveMachine machine, Content content, @Nullable Envelope envelope) {
    add(machine, content, envelope, false);
  }

  /**
   * Sets an event aside, behind all that waits; returns its place, or 0 when it was void. The mark
   * that brings somebody back to it after a crash is in the same record, unless it waits for an
   * operator.
   */
  long add(ActiveMachine machine, Content content, @Nullable Envelope envelope) {
    return add(machine, content, envelope, machine.status != Status.QUARANTINED);
  }

  private long add(
      ActiveMachine machine, Content content, @Nullable Envelope envelope, boolean toGoThrough) {
    Draft draft = publisher.draft();
    if (envelope != null) {
      draft.consume(envelope);
    }
    if (!sides.keep(machine, content, draft)) {
      publisher.publish(draft, machine);
      return 0;
    }
    if (content instanceof Content.Plain plain && !plain.requestId().isEmpty()) {
      accept(machine, plain, draft);
    }
    long seq = machine.nextWaiting++;
    if (machine.waiting++ == 0) {
      machine.firstWaiting = seq;
    }
    draft.writes.put(Keys.waiting(machine.prefix, seq), new WaitingEvent(seq, content).toBytes());
    StepObserver observer = publisher.observer();
    if (observer != null) {
      observer.observe(setAside(machine, content, envelope, seq));
    }
    if (toGoThrough) {
      mark(machine, draft);
    }
    machine.stored = true;
    draft.changed = machine;
    publisher.publish(draft, machine);
    return seq;
  }

  private static StepObserver.SetAside setAside(
      ActiveMachine machine, Content content, @Nullable Envelope envelope, long place) {
    var origin = StepObserver.Origin.of(content, envelope, place);
    return content instanceof Content.Plain(var name, var bytes, _, _)
        ? new StepObserver.SetAside(machine.ref, origin, place, name, bytes)
        : new StepObserver.SetAside(machine.ref, origin, place, "", new byte[0]);
  }

  private void accept(ActiveMachine machine, Content.Plain plain, Draft draft) {
    MachineKind kind = machine.kind;
    boolean replies =
        kind == null || kind.event(plain.eventName()).map(EventShape::hasReplyTo).orElse(true);
    requests.accepted(plain.requestId(), replies, draft);
  }

  /** An event was consumed; the draft that does so is about to be published. */
  void consumed(ActiveMachine machine, long seq) {
    machine.waiting--;
    if (machine.waiting == 0) {
      machine.firstWaiting = machine.nextWaiting;
    } else if (seq == machine.firstWaiting) {
      machine.firstWaiting = seq + 1;
    }
  }

  /** The next attempt of the event that failed is due. What waits before it is deferred. */
  void retry(ActiveMachine machine, Envelope due, long dueMillis) {
    Draft draft = publisher.draft();
    draft.consume(due);
    if (machine.retryAtMillis == dueMillis) { // Else an operator was faster.
      machine.retryAtMillis = 0;
      goThrough(machine, machine.failing, draft);
    }
    publisher.publish(draft, machine);
  }

  /** The event that failed is tried again, though its next attempt is not due yet. */
  void retryNow(ActiveMachine machine) {
    Draft draft = publisher.draft();
    dropRetry(machine, draft);
    goThrough(machine, machine.failing, draft);
    publisher.publish(draft, machine);
  }

  /** The next attempt is not waited for any more, if there is one. */
  static void dropRetry(ActiveMachine machine, Draft draft) {
    if (machine.retryAtMillis > 0) {
      draft.removeDue(Keys.due(machine.retryAtMillis, machine.prefix, TimerId.RETRY));
      machine.retryAtMillis = 0;
    }
  }

  /** The mailbox is to be gone through from its head; marked with the draft. */
  void goThrough(ActiveMachine machine, Draft draft) {
    goThrough(machine, machine.firstWaiting, draft);
  }

  /** The mailbox is to be gone through from a number on; marked with the draft. */
  void goThrough(ActiveMachine machine, long from, Draft draft) {
    mark(machine, draft);
    machine.startGoing(from);
    schedule(machine);
  }

  void mark(ActiveMachine machine, Draft draft) {
    WorkMark mark = new WorkMark(machine.failing, machine.failures, machine.retryAtMillis);
    if (!mark.equals(machine.marked)) {
      machine.marked = mark;
      draft.writes.put(Keys.of(Keys.WORK, machine.prefix), mark.toBytes());
    }
  }

  void unmark(ActiveMachine machine, Draft draft) {
    if (machine.marked != null) {
      machine.marked = null;
      draft.writes.delete(Keys.of(Keys.WORK, machine.prefix));
    }
  }

  void schedule(ActiveMachine machine) {
    if (!machine.scheduled) {
      machine.scheduled = true;
      going.add(machine);
    }
  }

  int scheduled() {
    return going.size();
  }

  /** The next machine whose mailbox is to be gone on with, or null. */
  @Nullable ActiveMachine poll() {
    ActiveMachine machine = going.poll();
    if (machine != null) {
      machine.scheduled = false;
    }
    return machine;
  }

  /** The next waiting event of a machine, or null when it has been gone through. */
  @Nullable WaitingEvent next(ActiveMachine machine) {
    if (machine.waiting == 0) {
      return null;
    }
    if (machine.readAhead.isEmpty()) {
      readAhead(machine);
    }
    return machine.readAhead.poll();
  }

  /** Reads the machine's share of what a partition may have in memory, and one event at least. */
  private void readAhead(ActiveMachine machine) {
    int sharers = 1 + going.size();
    int most =
        publisher.takes(RarePath.SHORT_READ)
            ? 1
            : Math.clamp(config.maxReady() / sharers, 1, config.maxReadAhead());
    long bytesLeft = config.maxBytesOfEach() / sharers;
    byte[] end = Keys.endOf(Keys.of(Keys.WAITING, machine.prefix));
    try (Cursor cursor = keys.scan(Keys.waiting(machine.prefix, machine.goAt), end)) {
      while (machine.readAhead.size() < most
          && (bytesLeft > 0 || machine.readAhead.isEmpty())
          && cursor.next()) {
        long seq = new ByteReader(cursor.key(), 1 + machine.prefix.length).u64();
        byte[] stored = cursor.value();
        machine.readAhead.add(WaitingEvent.read(seq, stored));
        bytesLeft -= stored.length;
      }
    }
    mostReadAhead = Math.max(mostReadAhead, machine.readAhead.size());
  }

  /** The most waiting events of one machine that were in memory at a time. */
  int mostReadAhead() {
    return mostReadAhead;
  }

  /** A machine's mailbox has been gone through; what is left is deferred. */
  void gone(ActiveMachine machine) {
    machine.going = false;
    machine.failures = 0;
    if (machine.marked != null) {
      Draft draft = publisher.draft();
      unmark(machine, draft);
      publisher.publish(draft, machine);
    }
  }

  /** One waiting event, or null. */
  @Nullable WaitingEvent at(ActiveMachine machine, long seq) {
    byte[] stored = keys.get(Keys.waiting(machine.prefix, seq));
    return stored == null ? null : WaitingEvent.read(seq, stored);
  }

  static boolean isBlocked(ActiveMachine machine) {
    return machine.retryAtMillis > 0 || machine.status == Status.QUARANTINED;
  }
}
