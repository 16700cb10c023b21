package dev.perdure.benchmarks.http;

import dev.perdure.benchmarks.Place;
import dev.perdure.benchmarks.Workload;
import dev.perdure.benchmarks.machines.Counter;
import dev.perdure.benchmarks.measure.Meter;
import dev.perdure.benchmarks.measure.Usage;
import dev.perdure.benchmarks.process.ChildProcess;
import dev.perdure.benchmarks.process.NodeArguments;
import dev.perdure.node.Node;
import dev.perdure.server.HttpConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * A thousand counters over HTTP: the node is in a process of its own, and the clients are
 * connections of this one, on the same processors. What it costs is that of the node's process.
 *
 * <p>Of the settings the directory, the partitions and the durability are those of the service.
 */
public record HttpCounterWorkload(int connections) implements Workload {
  /** The connections a service takes at once. */
  public static final int MAX_CONNECTIONS = HttpConfig.Limits.standard().connections();

  private static final int MACHINES = 1_000;

  /** Checks the bounds. */
  public HttpCounterWorkload {
    if (connections < 1 || connections > MAX_CONNECTIONS) {
      throw new IllegalArgumentException(
          "connections must be 1 to %d: %d".formatted(MAX_CONNECTIONS, connections));
    }
  }

  @Override
  public String name() {
    return "counter-http";
  }

  @Override
  public Map<String, Long> parameters() {
    return Map.of("clients", (long) connections);
  }

  @Override
  public int payloadBytes() {
    return Counter.STATE_BYTES;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IOException if the service fails, or an addition is not acknowledged
   */
  @Override
  public boolean run(Place place, Meter meter) throws IOException, InterruptedException {
    long acknowledged;
    try (ChildProcess service =
            ChildProcess.start(CounterService.class, NodeArguments.of(place.config()));
        CounterLoad load = new CounterLoad(address(service), connections, MACHINES)) {
      meter.phase("warming up");
      load.begin();
      load.runUntil(System.nanoTime() + meter.warmUp().toNanos(), meter);
      meter.begin(() -> usage(service));
      long before = load.acknowledged();
      load.runUntil(meter.startNanos() + meter.length().toNanos(), meter);
      meter.end(load.acknowledged() - before);
      load.end();
      acknowledged = load.acknowledged();
      service.end();
    }
    meter.phase("verifying");
    try (Node node = place.open(List.of(Counter.DEFINITION))) {
      return sum(node) == acknowledged;
    }
  }

  private static InetSocketAddress address(ChildProcess service) throws IOException {
    int port = Integer.parseInt(service.await(CounterService.READY));
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private static Usage usage(ChildProcess service) {
    try {
      service.nudge();
      return Usage.ofLine(service.await(CounterService.USAGE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long sum(Node node) {
    List<CompletableFuture<Long>> sums =
        IntStream.range(0, MACHINES)
            .mapToObj(Counter::ref)
            .map(each -> node.client().query(each, Long.class, Counter.ReadSum::new))
            .toList();
    return sums.stream().mapToLong(CompletableFuture::join).sum();
  }
}
