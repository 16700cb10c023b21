package dev.perdure.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.Client;
import dev.perdure.MachineRef;
import dev.perdure.OverloadedException;
import dev.perdure.Part;
import dev.perdure.ReplyTo;
import dev.perdure.RequestId;
import dev.perdure.UnavailableException;
import dev.perdure.kernel.spi.Durability;
import dev.perdure.node.Node;
import dev.perdure.node.NodeConfig;
import dev.perdure.node.Operator.MachineEntry;
import dev.perdure.node.Operator.MachineInfo;
import dev.perdure.node.Operator.Page;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A node on RocksDB that can be closed and opened again while its clients are at work. They do what
 * any client does: what was not answered they ask again, under the same request id.
 *
 * <p>Closing hardly waits for what is under way, so that an opening finds as much of it as there
 * can be. At the end no event may be parked. Safe for any number of clients and one that restarts.
 */
public final class TestNode implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final NodeConfig config;
  private final Part[] parts;
  private final Semaphore answers = new Semaphore(0);

  /** Not complete while there is no node. */
  private volatile CompletableFuture<Node> node;

  private TestNode(NodeConfig config, Part... parts) {
    this.config = config;
    this.parts = parts;
    this.node = CompletableFuture.completedFuture(Node.open(config, parts));
  }

  /** Opens a node that does not sync: no test here pulls the plug. */
  public static TestNode open(Path dir, Part... parts) {
    NodeConfig config =
        NodeConfig.at(dir.resolve("data"))
            .durability(Durability.OS)
            .partitions(4)
            .workers(2)
            .closeTimeout(Duration.ofMillis(1))
            .blockCacheBytes(8 << 20)
            .memtableBytes(64 << 20)
            .maxLogBytes(64 << 20);
    return new TestNode(config, parts);
  }

  /** The node as it is open now. */
  public Node now() {
    return value(node);
  }

  /** Closes the node, whatever is under way, and opens it again on its data. */
  public void restart() {
    Node old = now();
    CompletableFuture<Node> next = new CompletableFuture<>();
    node = next;
    try {
      old.close();
      next.complete(Node.open(config, parts));
    } catch (RuntimeException e) {
      next.completeExceptionally(e);
      throw e;
    }
  }

  /** Restarts once that many more requests of clients are answered. */
  public void restartAfter(int requests) throws InterruptedException {
    assertThat(answers.tryAcquire(requests, PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .as("%s answers within %s", requests, PATIENCE)
        .isTrue();
    restart();
  }

  /** Sends an event. */
  public <F> void send(String id, MachineRef<? super F> to, F event) {
    Optional<Void> _ =
        persist(
            client ->
                client.sendAsync(RequestId.of(id), to, event).thenApply(Optional::ofNullable));
    answers.release();
  }

  /** Asks a machine. */
  public <F, R> R ask(
      String id, MachineRef<F> to, Class<R> reply, Function<ReplyTo<R>, ? extends F> event) {
    try {
      return persist(client -> client.ask(RequestId.of(id), to, reply, event));
    } finally {
      answers.release();
    }
  }

  /** Asks for something that is only read. */
  public <F, R> R query(MachineRef<F> to, Class<R> reply, Function<ReplyTo<R>, ? extends F> event) {
    return persist(client -> client.query(to, reply, event));
  }

  /** Asks until the answer is as wanted; each time is a way to the node and back. */
  public <F, R> R await(
      MachineRef<F> to,
      Class<R> reply,
      Function<ReplyTo<R>, ? extends F> event,
      Predicate<R> wanted) {
    long begin = System.nanoTime();
    R last = query(to, reply, event);
    while (!wanted.test(last)) {
      checkPatience(begin, "%s says at last: %s".formatted(to, last));
      last = query(to, reply, event);
    }
    return last;
  }

  /** A machine as an operator sees it; empty when there is none. */
  public Optional<MachineInfo> show(MachineRef<?> machine) {
    return value(now().operator().show(machine));
  }

  /** Looks at a machine until it is as wanted. */
  public MachineInfo awaitShown(MachineRef<?> machine, Predicate<MachineInfo> wanted) {
    long begin = System.nanoTime();
    Optional<MachineInfo> last = show(machine);
    while (last.filter(wanted).isEmpty()) {
      checkPatience(begin, "%s is at last: %s".formatted(machine, last));
      last = show(machine);
    }
    return last.orElseThrow();
  }

  /** All machines of a type, halted ones too. */
  public List<MachineEntry> machines(String type) {
    List<MachineEntry> all = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      Page<MachineEntry> page = now().operator().list(type, after, 100);
      all.addAll(page.items());
      after = page.next();
    } while (after.isPresent());
    return all;
  }

  /** Lists the machines of a type until there are that many. */
  public List<MachineEntry> awaitMachines(String type, int number) {
    long begin = System.nanoTime();
    List<MachineEntry> last = machines(type);
    while (last.size() < number) {
      checkPatience(begin, "machines of type %s are at last: %s".formatted(type, last));
      last = machines(type);
    }
    return last;
  }

  /** Closes the node, and fails when one of its machines could not step an event. */
  @Override
  public void close() {
    try (Node last = now()) {
      assertThat(last.operator().parked(Optional.empty(), 10).items()).isEmpty();
    }
  }

  private <R> R persist(Function<Client, CompletableFuture<R>> request) {
    long begin = System.nanoTime();
    while (true) {
      try {
        return value(request.apply(now().client()));
      } catch (UnavailableException | OverloadedException again) {
        checkPatience(begin, again.toString());
      }
    }
  }

  private static void checkPatience(long beginNanos, String last) {
    assertThat(System.nanoTime() - beginNanos).as(last).isLessThan(PATIENCE.toNanos());
  }

  private static <R> R value(CompletableFuture<R> future) {
    try {
      return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) throw cause;
      throw new AssertionError(e);
    } catch (TimeoutException e) {
      throw new AssertionError("nothing within " + PATIENCE, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
