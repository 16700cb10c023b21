package dev.perdure.server;

import dev.perdure.Part;
import dev.perdure.node.Node;
import dev.perdure.node.NodeConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real node with its server, and a caller. */
final class Served implements AutoCloseable {
  /** Not a bound of the server: a hang fails the test after it. */
  static final Duration HANG = Duration.ofSeconds(60);

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  final Node node;
  final HttpServer http;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Served(Node node, HttpConfig config) {
    this.node = node;
    this.http = HttpServer.start(node, config);
  }

  static Served at(Path dir) {
    return at(dir, UnaryOperator.identity(), HttpConfig.loopback());
  }

  static Served at(Path dir, UnaryOperator<NodeConfig> settings, HttpConfig http) {
    return with(dir, settings, http, Shop.DEFINITION, Shop.PLACED);
  }

  static Served with(Path dir, UnaryOperator<NodeConfig> settings, HttpConfig http, Part... parts) {
    return new Served(Node.open(settings.apply(NodeConfig.at(dir).partitions(2)), parts), http);
  }

  /** An answer. */
  record Got(HttpResponse<byte[]> response) {
    int status() {
      return response.statusCode();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    JsonNode json() {
      return MAPPER.readTree(response.body());
    }

    /** The slug of the problem. */
    String problem() {
      return header("Content-Type").equals("application/problem+json")
          ? json().get("type").stringValue().replace("urn:perdure:problem:", "")
          : "none";
    }
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + http.port() + path);
  }

  Got get(String path) {
    return send(HttpRequest.newBuilder(uri(path)).GET());
  }

  /** A POST of JSON; without a request id if that is empty. */
  Got post(String path, String id, String json) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json));
    if (!id.isEmpty()) request.header("Idempotency-Key", id);
    return send(request);
  }

  Got send(HttpRequest.Builder request) {
    try {
      return new Got(client.send(request.timeout(HANG).build(), BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  static JsonNode parse(byte[] json) {
    return MAPPER.readTree(json);
  }

  @Override
  public void close() {
    client.shutdownNow();
    http.close();
    node.close();
  }
}
