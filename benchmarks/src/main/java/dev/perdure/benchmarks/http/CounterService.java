package dev.perdure.benchmarks.http;

import dev.perdure.benchmarks.machines.Counter;
import dev.perdure.benchmarks.measure.Usage;
import dev.perdure.benchmarks.process.NodeArguments;
import dev.perdure.node.Node;
import dev.perdure.node.NodeConfig;
import dev.perdure.server.HttpConfig;
import dev.perdure.server.HttpServer;
import java.io.IOException;

/**
 * Serves counters over HTTP in a process of its own. It says {@code ready PORT} when it does, after
 * each line of its standard input what it has used up, and ends with its input: it never outlives
 * the process that started it.
 */
final class CounterService {
  static final String READY = "ready ";
  static final String USAGE = "usage ";

  private CounterService() {}

  /** Takes {@link NodeArguments}. */
  public static void main(String[] arguments) throws IOException {
    NodeConfig config = NodeArguments.config(arguments);
    try (Node node = Node.open(config, Counter.DEFINITION);
        HttpServer http = HttpServer.start(node, HttpConfig.loopback())) {
      System.out.println(READY + http.port());
      for (int read = System.in.read(); read >= 0; read = System.in.read()) {
        if (read == '\n') System.out.println(USAGE + Usage.now().toLine());
      }
    }
  }
}
