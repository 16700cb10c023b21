package dev.perdure.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.Client;
import dev.perdure.MachineRef;
import dev.perdure.RequestId;
import dev.perdure.node.Ingress;
import dev.perdure.node.Node;
import dev.perdure.node.NodeConfig;
import dev.perdure.node.Operator;
import dev.perdure.server.RawHttp.Raw;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FaultTest {
  /** A real node with a fault in the way in: no real one has a fault on demand. */
  private record Faulty(Node node) implements Node, Ingress {
    @Override
    public Client client() {
      return node.client();
    }

    @Override
    public Ingress ingress() {
      return this;
    }

    @Override
    public Operator operator() {
      return node.operator();
    }

    @Override
    public NodeConfig config() {
      return node.config();
    }

    @Override
    public int partitionOf(MachineRef<?> machine) {
      return node.partitionOf(machine);
    }

    @Override
    public void close() {
      node.close();
    }

    @Override
    public List<TypeInfo> types() {
      return node.ingress().types();
    }

    @Override
    public CompletableFuture<Void> send(
        RequestId id, String type, Optional<String> tag, String key, String event, byte[] body) {
      throw new IllegalStateException("secret of the inside");
    }

    @Override
    public CompletableFuture<byte[]> ask(
        RequestId id, String type, Optional<String> tag, String key, String event, byte[] body) {
      return CompletableFuture.failedFuture(new StackOverflowError("secret of the inside"));
    }

    @Override
    public CompletableFuture<byte[]> query(
        String type, Optional<String> tag, String key, String event, byte[] body) {
      throw new AssertionError("secret of the inside");
    }

    @Override
    public Object decode(String type, Optional<String> tag, String key, String event, byte[] body) {
      return node.ingress().decode(type, tag, key, event, body);
    }
  }

  /** Keeps what is logged. */
  private static final class Kept extends Handler {
    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    public void publish(LogRecord line) {
      lines.add(line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void aFaultIsToldByAnIdThatIsInTheLog(@TempDir Path dir) {
    Logger log = Logger.getLogger(Edge.class.getName());
    Kept kept = new Kept();
    log.setUseParentHandlers(false);
    log.addHandler(kept);
    try (Node node =
            new Faulty(Node.open(NodeConfig.at(dir).partitions(1), Shop.DEFINITION, Shop.PLACED));
        HttpServer http = HttpServer.start(node, HttpConfig.loopback())) {
      RawHttp caller = new RawHttp(http.port());
      for (String event : List.of("Shut", "Beg?reply=wait", "Look")) {
        List<Raw> answers =
            caller.send(
                "POST /v1/machines/till/1/events/%s HTTP/1.1\r\nHost: localhost\r\n"
                        .formatted(event)
                    + "Idempotency-Key: f\r\n\r\n");
        assertThat(answers).hasSize(1);
        Raw fault = answers.getFirst();
        assertThat(fault.status()).isEqualTo(500);
        assertThat(fault.body())
            .contains("urn:perdure:problem:fault")
            .doesNotContain("secret", "Exception", "dev.perdure");
        String id = Served.parse(fault.body().getBytes(UTF_8)).get("errorId").stringValue();
        assertThat(kept.lines).anySatisfy(line -> assertThat(line).contains(id));
      }
    } finally {
      log.removeHandler(kept);
      log.setUseParentHandlers(true);
    }
  }
}
