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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
  private static final String WAIT = "?reply=wait";
  private static final int LONGEST_PAUSE_MILLIS = 400;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();
  private final Supplier<Optional<URI>> address;
  private final Deadline deadline;
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
   * @param deadline when what has no answer is not sent again any more
   */
  ServiceClient(Supplier<Optional<URI>> address, Deadline deadline) {
    this.address = address;
    this.deadline = deadline;
  }

  /** How many requests were sent, repeated ones counted each time. */
  long sent() {
    return sent.sum();
  }

  /**
   * Sends an event and waits for the reply, again and again until there is an answer.
   *
   * @param requestId the same for every attempt
   * @throws Unanswered if there is none by the deadline
   */
  Definite ask(String type, String key, String event, String requestId, JsonNode body)
      throws InterruptedException {
    return repeat(path(type, key, event) + WAIT, Optional.of(requestId), body);
  }

  /** Sends an event once and waits for the reply. */
  Answer askOnce(
      String type, String key, String event, String requestId, JsonNode body, Duration patience)
      throws InterruptedException {
    return send(path(type, key, event) + WAIT, Optional.of(requestId), body, patience);
  }

  /**
   * Sends an event until it is durable.
   *
   * @param requestId the same for every attempt
   * @throws Unanswered if that is not known by the deadline
   */
  Definite tell(String type, String key, String event, String requestId, JsonNode body)
      throws InterruptedException {
    return repeat(path(type, key, event), Optional.of(requestId), body);
  }

  /**
   * Asks a query until there is an answer.
   *
   * @throws Unanswered if there is none by the deadline
   */
  Definite query(String type, String key, String event, JsonNode body) throws InterruptedException {
    return repeat(path(type, key, event), Optional.empty(), body);
  }

  private Definite repeat(String path, Optional<String> requestId, JsonNode body)
      throws InterruptedException {
    for (int attempt = 0; ; attempt++) {
      switch (send(path, requestId, body, USUAL)) {
        case Definite definite -> {
          return definite;
        }
        case Silence(var why) -> {
          if (deadline.isOver()) {
            throw new Unanswered(path + requestId.map(id -> " (" + id + ")").orElse(""), why);
          }
        }
      }
      pause(attempt);
    }
  }

  private static String path(String type, String key, String event) {
    return "/v1/machines/%s/%s/events/%s".formatted(type, encoded(key), event);
  }

  /** How many steps the process at the address has made, as far as it can be told. */
  Optional<Long> steps() throws InterruptedException {
    Optional<URI> there = address.get();
    if (there.isEmpty()) return Optional.empty();
    HttpRequest request = HttpRequest.newBuilder(there.get().resolve("/v1/statistics")).build();
    try {
      HttpResponse<byte[]> response = exchange(request, CONNECT);
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
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
    requestId.ifPresent(id -> request.header("Idempotency-Key", id));
    sent.increment();
    try {
      return answer(exchange(request.build(), patience), path);
    } catch (IOException e) {
      return new Silence(e.toString());
    } catch (JacksonException e) {
      return new Silence("an answer that was cut off: " + e.getOriginalMessage());
    }
  }

  /** With a bound on the whole of it: that of a request itself ends when the answer begins. */
  private HttpResponse<byte[]> exchange(HttpRequest request, Duration patience)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> response =
        http.sendAsync(request, BodyHandlers.ofByteArray());
    try {
      return response.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    } catch (TimeoutException e) {
      throw new IOException("no answer within " + patience.toMillis() + " ms", e);
    } finally {
      response.cancel(true); // Of no effect where it is there.
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
