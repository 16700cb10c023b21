package dev.perdure.benchmarks;

import dev.perdure.node.NodeConfig;
import dev.perdure.server.HttpConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link CounterWorkload} over HTTP: the node is in a process of its own, and the clients are
 * connections of this one, on the same processors.
 */
public final class HttpCounterWorkload {
  /** The connections a service takes at once. */
  public static final int MAX_CONNECTIONS = HttpConfig.Limits.standard().connections();

  private static final int BARE_BYTES = 400;
  private static final int BARE_APPENDS = 1_000;

  private final NodeConfig config;
  private final int connections;
  private final Duration warmUp;
  private final Duration length;

  /**
   * Of the settings the directory, the partitions and the durability are those of the service.
   *
   * @param connections 1 to {@link #MAX_CONNECTIONS}
   * @param warmUp run before measuring begins
   */
  public HttpCounterWorkload(NodeConfig config, int connections, Duration warmUp, Duration length) {
    if (connections < 1 || connections > MAX_CONNECTIONS) {
      throw new IllegalArgumentException(
          "connections must be 1 to %d: %d".formatted(MAX_CONNECTIONS, connections));
    }
    this.config = config;
    this.connections = connections;
    this.warmUp = warmUp;
    this.length = length;
  }

  /**
   * Runs it on a data directory that holds nothing else. Verified means: the service has ended, and
   * when its directory is opened the counters sum up to exactly what was acknowledged.
   *
   * @throws IOException if the service fails, or an addition is not acknowledged
   */
  public Result run() throws IOException, InterruptedException {
    return run(config);
  }

  /** Runs it; what is durable is read from a node with the settings of {@code reopened}. */
  Result run(NodeConfig reopened) throws IOException, InterruptedException {
    double before = bareMicros();
    Latencies latencies = new Latencies();
    long acknowledged;
    long steps;
    double seconds;
    Process service = start();
    try (BufferedReader said = service.inputReader(StandardCharsets.UTF_8);
        CounterLoad load = new CounterLoad(address(said), connections)) {
      load.begin();
      load.runUntil(System.nanoTime() + warmUp.toNanos(), new Latencies());
      long start = System.nanoTime();
      long countBefore = load.acknowledged();
      load.runUntil(start + length.toNanos(), latencies);
      steps = load.acknowledged() - countBefore;
      seconds = (System.nanoTime() - start) / 1e9;
      load.end();
      acknowledged = load.acknowledged();
    } finally {
      // The end of its input ends it.
      service.getOutputStream().close();
      service.waitFor();
    }
    if (service.exitValue() != 0) {
      throw new IOException("the service failed with " + service.exitValue());
    }
    return new Result(
        "counter-http",
        "clients",
        connections,
        seconds,
        steps,
        latencies.micros(0.50),
        latencies.micros(0.99),
        config.durability().name(),
        (before + bareMicros()) / 2,
        Counter.durableSum(reopened) == acknowledged);
  }

  private double bareMicros() {
    return BareAppend.measure(BareAppend.diskOf(config.dir()), BARE_BYTES, BARE_APPENDS)
        .micros(0.5);
  }

  /** The service, under the same Java with the same options. */
  private Process start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), CounterService.class.getName()));
    command.addAll(CounterService.arguments(config));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static InetSocketAddress address(BufferedReader said) throws IOException {
    String line = said.readLine();
    while (line != null && !line.startsWith(CounterService.READY)) {
      line = said.readLine();
    }
    if (line == null) throw new IOException("the service ended before it was ready");
    int port = Integer.parseInt(line.substring(CounterService.READY.length()));
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
