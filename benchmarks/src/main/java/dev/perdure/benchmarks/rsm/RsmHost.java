package dev.perdure.benchmarks.rsm;

import dev.perdure.Definition;
import dev.perdure.ReplyTo;
import dev.perdure.kernel.spi.Cursor;
import dev.perdure.kernel.spi.Store;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * Runs the machines of one type that a store holds, by the protocol that the package tells of. An
 * opening finds all machines that were ever made, and they go on.
 */
public final class RsmHost implements AutoCloseable {
  private final Store store;
  private final int partitions;
  private final Values values;
  private final TransactionLog log;
  private final Map<String, RsmMachine> machines = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Object>> asked = new ConcurrentHashMap<>();
  private final AtomicLong asks = new AtomicLong();
  private final LongAdder steps = new LongAdder();

  /** Tells the addresses of this opening from those of all others. */
  private final String opening;

  /** Takes over the store, which stays open when the host is closed. */
  public RsmHost(Store store, int partitions, Definition<?, ?> definition, Syncs syncs) {
    this.store = store;
    this.partitions = partitions;
    this.values = new Values(definition);
    for (int i = 0; i < partitions; i++) {
      find(i);
    }
    log = new TransactionLog(store, partitions, syncs, this::failed);
    opening = store.epoch(0).value() + "-";
    List<Runnable> resumptions =
        machines.values().stream().flatMap(machine -> machine.resumptions().stream()).toList();
    resumptions.forEach(Runnable::run);
  }

  private void find(int partition) {
    each(
        partition,
        Keys.CREATED,
        (key, _) ->
            machines.put(Keys.machine(key), new RsmMachine(this, Keys.machine(key), partition)));
    each(partition, Keys.STATE, (key, value) -> of(key).foundState(value));
    each(
        partition,
        Keys.SENT,
        (key, value) -> of(key).foundSent(Keys.other(key), ByteBuffer.wrap(value).getLong()));
    each(
        partition,
        Keys.RECEIVED,
        (key, value) -> of(key).foundReceived(Keys.other(key), ByteBuffer.wrap(value).getLong()));
    each(
        partition,
        Keys.INBOX,
        (key, value) -> of(key).foundEvent(new RsmMachine.Entry(Keys.number(key), value)));
    each(
        partition,
        Keys.OUTBOX,
        (key, value) -> of(key).foundParcel(Parcel.read(Keys.number(key), value)));
  }

  /** What takes an entry of the store. */
  @FunctionalInterface
  private interface Found {
    void take(byte[] key, byte[] value);
  }

  private void each(int partition, char space, Found found) {
    try (Cursor cursor = store.scan(partition, Keys.space(space), Keys.endOf(space))) {
      while (cursor.next()) {
        found.take(cursor.key(), cursor.value());
      }
    }
  }

  private RsmMachine of(byte[] key) {
    return machine(Keys.machine(key));
  }

  Values values() {
    return values;
  }

  TransactionLog log() {
    return log;
  }

  /** How many events were handled, durably, since the opening. */
  public long steps() {
    return steps.sum();
  }

  /** An event was handled, durably. */
  void stepped() {
    steps.increment();
  }

  RsmMachine machine(String key) {
    RsmMachine machine = machines.get(key);
    if (machine == null) throw new IllegalStateException("no machine was made of key " + key);
    return machine;
  }

  /** Makes machines that are not there yet, each by a transaction; returns when all are durable. */
  public void create(List<String> keys) {
    int[] used = new int[partitions];
    machines.values().forEach(machine -> used[machine.partition()]++);
    List<CompletableFuture<Object>> made = new ArrayList<>();
    for (String key : keys) {
      if (machines.containsKey(key)) continue;
      int partition = leastOf(used);
      used[partition]++;
      machines.put(key, new RsmMachine(this, key, partition));
      Transaction transaction = new Transaction(partition);
      transaction.put(Keys.of(Keys.CREATED, key), Keys.bytes(values.type()));
      String address = opening + "create-" + key;
      made.add(asked(address));
      log.commit(transaction, () -> answer(new RsmStep.Answered(address, key)));
    }
    CompletableFuture.allOf(made.toArray(CompletableFuture[]::new)).join();
  }

  private static int leastOf(int[] used) {
    int least = 0;
    for (int i = 1; i < used.length; i++) {
      if (used[i] < used[least]) least = i;
    }
    return least;
  }

  /** Sends an event from outside, and gives the answer when the step that gave it is durable. */
  public <R> CompletableFuture<R> ask(String key, Class<R> reply, Function<ReplyTo<R>, ?> event) {
    String address = opening + asks.incrementAndGet();
    CompletableFuture<R> answer = asked(address).thenApply(reply::cast);
    send(key, event.apply(new ReplyTo<>(address)));
    return answer;
  }

  /** Sends an event from outside, by a transaction of its own. */
  public void send(String key, Object event) {
    RsmMachine to = machine(key);
    Transaction transaction = new Transaction(to.partition());
    RsmMachine.Entry entry = to.enqueue(values.events().encode(event), transaction);
    log.commit(transaction, () -> to.arrived(entry));
  }

  private CompletableFuture<Object> asked(String address) {
    CompletableFuture<Object> answer = new CompletableFuture<>();
    asked.put(address, answer);
    Throwable failure = log.failure();
    if (failure != null) failed(failure);
    return answer;
  }

  /** A step that answers is durable. */
  void answer(RsmStep.Answered given) {
    CompletableFuture<Object> waiting = asked.remove(given.address());
    if (waiting != null) waiting.complete(given.answer());
  }

  private void failed(Throwable failure) {
    for (String address : List.copyOf(asked.keySet())) {
      CompletableFuture<Object> waiting = asked.remove(address);
      if (waiting != null) waiting.completeExceptionally(failure);
    }
  }

  /** Commits what steps have ended, and stops; whatever waits goes on at the next opening. */
  @Override
  public void close() {
    log.close();
    failed(new IllegalStateException("the host is closed"));
  }
}
