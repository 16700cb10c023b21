package dev.perdure.cli;

import dev.perdure.cli.ServiceClient.Answer;
import dev.perdure.cli.ServiceClient.Definite;
import dev.perdure.examples.pool.PoolDriver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Sends the orders, evenly spread over a time, each until it is answered or the client gives up;
 * some are deliberately sent twice at once, some again after the answer, and some with hardly any
 * patience, so that they are repeated while the first is under way.
 *
 * <p>Started by one thread; what it tells may be asked by any.
 */
final class PoolLoad implements AutoCloseable {
  private static final int AT_ONCE = 64;
  private static final Duration HARDLY_ANY = Duration.ofMillis(5);

  /* Parts of a hundred. */
  private static final int TWICE_AT_ONCE = 5;
  private static final int AGAIN_AFTERWARDS = 5;
  private static final int IMPATIENT = 5;

  private final ServiceClient client;
  private final List<PoolOrder> orders;
  private final AtomicReferenceArray<Definite> answers;
  private final AtomicInteger answered = new AtomicInteger();

  /** Numbers of the orders that have no answer yet; when all are repeated, no second one. */
  private final ConcurrentSkipListSet<Integer> unanswered = new ConcurrentSkipListSet<>();

  private final ConcurrentLinkedQueue<String> problems = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  PoolLoad(ServiceClient client, List<PoolOrder> orders) {
    this.client = client;
    this.orders = List.copyOf(orders);
    this.answers = new AtomicReferenceArray<>(orders.size());
  }

  /** Begins; the work is done when the future is. */
  Future<?> start(Duration length, long seed) {
    awaitAll();
    return threads.submit(() -> sendAll(length, new SplittableRandom(seed)));
  }

  private void awaitAll() {
    for (int i = 0; i < orders.size(); i++) unanswered.add(i);
  }

  private Void sendAll(Duration length, SplittableRandom random)
      throws InterruptedException, ExecutionException {
    long begin = System.nanoTime();
    Semaphore places = new Semaphore(AT_ONCE);
    List<Future<Void>> sent = new ArrayList<>(orders.size());
    for (int i = 0; i < orders.size(); i++) {
      int number = i;
      long due = begin + length.toNanos() / orders.size() * i;
      Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
      places.acquire();
      int luck = random.nextInt(100);
      sent.add(
          threads.submit(
              () -> {
                try {
                  send(number, luck);
                  return null;
                } finally {
                  places.release();
                }
              }));
    }
    for (Future<Void> each : sent) each.get();
    return null;
  }

  private void send(int number, int luck) throws InterruptedException, ExecutionException {
    PoolOrder order = orders.get(number);
    if (luck < TWICE_AT_ONCE) {
      Future<Definite> twin = threads.submit(() -> ask(order));
      answer(number, ask(order));
      compare(number, twin.get());
    } else if (luck < TWICE_AT_ONCE + AGAIN_AFTERWARDS) {
      answer(number, ask(order));
      compare(number, ask(order));
    } else if (luck < TWICE_AT_ONCE + AGAIN_AFTERWARDS + IMPATIENT) {
      Answer first =
          client.askOnce(
              PoolDriver.MAIN.type(),
              PoolDriver.MAIN.key(),
              order.event(),
              order.requestId(),
              order.body(),
              HARDLY_ANY);
      answer(number, first instanceof Definite definite ? definite : ask(order));
    } else {
      answer(number, ask(order));
    }
  }

  private Definite ask(PoolOrder order) throws InterruptedException {
    return client.ask(
        PoolDriver.MAIN.type(),
        PoolDriver.MAIN.key(),
        order.event(),
        order.requestId(),
        order.body());
  }

  private void answer(int number, Definite answer) {
    answers.set(number, answer);
    answered.incrementAndGet();
    unanswered.remove(number);
  }

  private void compare(int number, Definite again) {
    Definite first = answers.get(number);
    if (!again.equals(first)) {
      problems.add(
          "request %s was answered first with %s, then with %s"
              .formatted(orders.get(number).requestId(), first, again));
    }
  }

  /** Sends every request once more; each must be answered as it was. */
  void repeatAll() throws InterruptedException, ExecutionException {
    awaitAll();
    Semaphore places = new Semaphore(AT_ONCE);
    List<Future<Void>> repeated = new ArrayList<>(orders.size());
    for (int i = 0; i < orders.size(); i++) {
      int number = i;
      places.acquire();
      repeated.add(
          threads.submit(
              () -> {
                try {
                  compare(number, ask(orders.get(number)));
                  unanswered.remove(number);
                  return null;
                } finally {
                  places.release();
                }
              }));
    }
    for (Future<Void> each : repeated) each.get();
  }

  int answered() {
    return answered.get();
  }

  /** The ids of the requests that still have no answer, in the order of the orders. */
  List<String> unanswered() {
    return unanswered.stream().map(number -> orders.get(number).requestId()).toList();
  }

  /** The answers, in the order of the orders; only when all are there. */
  List<Definite> answers() {
    List<Definite> all = new ArrayList<>(orders.size());
    for (int i = 0; i < orders.size(); i++) all.add(answers.get(i));
    return Collections.unmodifiableList(all);
  }

  /** Requests that were answered in two ways. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
