package dev.perdure.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks a service over HTTP that may be dead, starting or dying at any moment.
 *
 * <p>Safe for use by any number of threads, each of which waits for its own answers.
 */
final class ServiceClient implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration USUAL = Duration.ofSeconds(10);
  private static final int LONGEST_PAUSE_MILLIS = 400;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();
  private final Supplier<Optional<URI>> address;
  private final LongAdder sent = new LongAdder();

  /** What came of one request that was sent once. */
  sealed interface Answer {}

  /** An answer that stands, whenever it is asked for. */
  sealed interface Definite extends Answer {}

  /** The machine replied. */
  record Reply(JsonNode body) implements Definite {}

  /** The machine refused. */
  record Refusal(String reason) implements Definite {}

  /** Nobody knows whether the request arrived: it is to be sent again. */
  record Silence(String why) implements Answer {}

  /**
   * A client.
   *
   * @param address where the service was last seen; empty while there is none
   */
  ServiceClient(Supplier<Optional<URI>> address) {
    this.address = address;
  }

  /** How many requests were sent, repeated ones counted each time. */
  long sent() {
    return sent.sum();
  }

  /**
   * Sends an event and waits for the reply, again and again until there is an answer.
   *
   * @param requestId the same for every attempt
   */
  Definite ask(String type, String key, String event, String requestId, JsonNode body)
      throws InterruptedException {
    for (int attempt = 0; ; attempt++) {
      Answer answer = askOnce(type, key, event, requestId, body, USUAL);
      if (answer instanceof Definite definite) return definite;
      pause(attempt);
    }
  }

  /** Sends an event once and waits for the reply. */
  Answer askOnce(
      String type, String key, String event, String requestId, JsonNode body, Duration patience)
      throws InterruptedException {
    return send(
        "/v1/machines/%s/%s/events/%s?reply=wait".formatted(type, encoded(key), event),
        Optional.of(requestId),
        body,
        patience);
  }

  /**
   * Sends an event until it is durable.
   *
   * @param requestId the same for every attempt
   */
  Definite tell(String type, String key, String event, String requestId, JsonNode body)
      throws InterruptedException {
    String path = "/v1/machines/%s/%s/events/%s".formatted(type, encoded(key), event);
    for (int attempt = 0; ; attempt++) {
      Answer answer = send(path, Optional.of(requestId), body, USUAL);
      if (answer instanceof Definite definite) return definite;
      pause(attempt);
    }
  }

  /** Asks a query until there is an answer. */
  Definite query(String type, String key, String event, JsonNode body) throws InterruptedException {
    String path = "/v1/machines/%s/%s/events/%s".formatted(type, encoded(key), event);
    for (int attempt = 0; ; attempt++) {
      Answer answer = send(path, Optional.empty(), body, USUAL);
      if (answer instanceof Definite definite) return definite;
      pause(attempt);
    }
  }

  /** How many steps the process at the address has made, as far as it can be told. */
  Optional<Long> steps() throws InterruptedException {
    Optional<URI> there = address.get();
    if (there.isEmpty()) return Optional.empty();
    HttpRequest request =
        HttpRequest.newBuilder(there.get().resolve("/v1/statistics")).timeout(CONNECT).build();
    try {
      HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) return Optional.empty();
      return Optional.of(JSON.readTree(response.body()).path("steps").asLong());
    } catch (IOException | JacksonException e) {
      return Optional.empty();
    }
  }

  private Answer send(String path, Optional<String> requestId, JsonNode body, Duration patience)
      throws InterruptedException {
    Optional<URI> there = address.get();
    if (there.isEmpty()) return new Silence("the service is down");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(there.get().resolve(path))
            .timeout(patience)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
    requestId.ifPresent(id -> request.header("Idempotency-Key", id));
    sent.increment();
    try {
      return answer(http.send(request.build(), BodyHandlers.ofByteArray()), path);
    } catch (IOException e) {
      return new Silence(e.toString());
    } catch (JacksonException e) {
      return new Silence("an answer that was cut off: " + e.getOriginalMessage());
    }
  }

  private static Answer answer(HttpResponse<byte[]> response, String path) {
    int status = response.statusCode();
    return switch (status) {
      case 200, 202 -> new Reply(JSON.readTree(response.body()));
      case 409, 410 -> new Refusal(JSON.readTree(response.body()).path("detail").asString());
      case 408, 429, 503, 504 -> new Silence("status " + status);
      default ->
          throw new IllegalStateException(
              "%s was answered with status %d: %s"
                  .formatted(path, status, new String(response.body(), StandardCharsets.UTF_8)));
    };
  }

  /** Waits a little, longer each time, and not in step with the others. */
  private static void pause(int attempt) throws InterruptedException {
    int millis = Math.min(LONGEST_PAUSE_MILLIS, 20 << Math.min(attempt, 10));
    Thread.sleep(ThreadLocalRandom.current().nextInt(millis / 2, millis));
  }

  private static String encoded(String key) {
    return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}
