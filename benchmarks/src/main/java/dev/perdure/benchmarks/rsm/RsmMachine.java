package dev.perdure.benchmarks.rsm;

import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.Placement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One machine with its loop: takes the first event of its inbox, handles it in one transaction of
 * its own, waits until that is durable, goes on. Beside it, its outbox is drained likewise, one
 * message at a time.
 *
 * <p>The loop and the draining run on whatever thread says that something is durable, each on one
 * at a time. Inbox and outbox are guarded by the machine's lock.
 */
final class RsmMachine {
  private final RsmHost host;
  private final MachineRef<Object> ref;
  private final int partition;
  private final Machine<Object, Object> behaviour;

  // Of the loop.
  private final Map<String, Long> sent = new LinkedHashMap<>();
  private @Nullable Object state;
  private boolean active;

  // Guarded by this.
  private final Deque<Entry> inbox = new ArrayDeque<>();
  private final Deque<Parcel> outbox = new ArrayDeque<>();
  private final Map<String, Long> received = new LinkedHashMap<>();
  private long inboxNo;
  private long outboxNo;
  private boolean handling;
  private boolean draining;

  /** An event in an inbox. */
  record Entry(long number, byte[] event) {}

  RsmMachine(RsmHost host, String key, int partition) {
    this.host = host;
    this.ref = new MachineRef<>(host.values().type(), Placement.byKey(), key);
    this.partition = partition;
    this.behaviour = host.values().newBehaviour();
  }

  int partition() {
    return partition;
  }

  // ---- what an opening finds --------------------------------------------------------------------

  void foundState(byte[] bytes) {
    state = host.values().states().decode(bytes);
  }

  void foundSent(String to, long tag) {
    sent.put(to, tag);
  }

  synchronized void foundReceived(String from, long tag) {
    received.put(from, tag);
  }

  synchronized void foundEvent(Entry entry) {
    inbox.add(entry);
    inboxNo = entry.number();
    handling = true;
  }

  synchronized void foundParcel(Parcel parcel) {
    outbox.add(parcel);
    outboxNo = parcel.number();
    draining = true;
  }

  /**
   * What goes on from what was found; to be asked of all machines before one goes on, for from then
   * on they send to each other.
   */
  synchronized List<Runnable> resumptions() {
    List<Runnable> all = new ArrayList<>();
    if (draining) {
      Parcel first = outbox.getFirst();
      all.add(() -> deliver(first));
    }
    if (handling) all.add(this::handle);
    return all;
  }

  // ---- what comes in ----------------------------------------------------------------------------

  /** Puts an event into the inbox, in a transaction of this machine's partition. */
  Entry enqueue(byte[] event, Transaction transaction) {
    long number;
    synchronized (this) {
      number = ++inboxNo;
    }
    transaction.put(Keys.of(Keys.INBOX, ref.key(), number), event);
    return new Entry(number, event);
  }

  /** An event is durably in the inbox. */
  void arrived(Entry entry) {
    synchronized (this) {
      inbox.add(entry);
      if (handling) return;
      handling = true;
    }
    handle();
  }

  /**
   * A call from a machine of another partition: takes the message, if it is the next one from
   * there, in a transaction of its own, and returns to the caller after that.
   */
  void receive(String from, long tag, byte[] event, Runnable returns) {
    synchronized (this) {
      if (tag != received.getOrDefault(from, 0L) + 1) {
        returns.run(); // Repeated: the caller had not heard of it.
        return;
      }
      received.put(from, tag);
    }
    Transaction transaction = new Transaction(partition);
    transaction.put(Keys.of(Keys.RECEIVED, ref.key(), from), Keys.bytes(tag));
    Entry entry = enqueue(event, transaction);
    host.log()
        .commit(
            transaction,
            () -> {
              arrived(entry);
              returns.run();
            });
  }

  // ---- the loop ---------------------------------------------------------------------------------

  private void handle() {
    Entry entry;
    synchronized (this) {
      entry = inbox.getFirst();
    }
    Transaction transaction = new Transaction(partition);
    transaction.delete(Keys.of(Keys.INBOX, ref.key(), entry.number()));
    Object before = activeState();
    RsmStep step = new RsmStep(ref);
    Object next = behaviour.on(before, host.values().events().decode(entry.event()), step);
    if (!next.equals(before)) {
      transaction.put(Keys.of(Keys.STATE, ref.key()), host.values().states().encode(next));
    }
    List<Runnable> pending = new ArrayList<>();
    for (RsmStep.Sent one : step.sent()) {
      pending.add(send(one, transaction));
    }
    host.log()
        .commit(
            transaction,
            () -> {
              state = next;
              host.stepped();
              boolean more = handled();
              pending.forEach(Runnable::run);
              step.answered().forEach(host::answer);
              if (more) handle();
            });
  }

  private Object activeState() {
    Object current = state == null ? behaviour.initial() : state;
    if (!active) {
      behaviour.activated(current);
      active = true;
    }
    return current;
  }

  /** Sends in the transaction of the step; what is to be done once that is durable. */
  private Runnable send(RsmStep.Sent one, Transaction transaction) {
    RsmMachine to = host.machine(one.to().key());
    byte[] event = host.values().events().encode(one.event());
    if (to.partition == partition) {
      Entry entry = to.enqueue(event, transaction);
      return () -> to.arrived(entry);
    }
    String key = one.to().key();
    long tag = sent.merge(key, 1L, Long::sum);
    transaction.put(Keys.of(Keys.SENT, ref.key(), key), Keys.bytes(tag));
    long number;
    synchronized (this) {
      number = ++outboxNo;
    }
    Parcel parcel = new Parcel(number, key, tag, event);
    transaction.put(Keys.of(Keys.OUTBOX, ref.key(), number), parcel.toBytes());
    return () -> post(parcel);
  }

  private synchronized boolean handled() {
    inbox.removeFirst();
    handling = !inbox.isEmpty();
    return handling;
  }

  // ---- the outbox -------------------------------------------------------------------------------

  private void post(Parcel parcel) {
    synchronized (this) {
      outbox.add(parcel);
      if (draining) return;
      draining = true;
    }
    deliver(parcel);
  }

  private void deliver(Parcel parcel) {
    host.machine(parcel.to())
        .receive(ref.key(), parcel.tag(), parcel.event(), () -> returned(parcel));
  }

  /** The call has returned, so the message is with its receiver for good. */
  private void returned(Parcel parcel) {
    Transaction transaction = new Transaction(partition);
    transaction.delete(Keys.of(Keys.OUTBOX, ref.key(), parcel.number()));
    host.log().commit(transaction, this::delivered);
  }

  private void delivered() {
    Parcel next;
    synchronized (this) {
      outbox.removeFirst();
      next = outbox.peek();
      draining = next != null;
    }
    if (next != null) deliver(next);
  }
}
