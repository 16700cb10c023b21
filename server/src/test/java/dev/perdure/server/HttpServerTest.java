package dev.perdure.server;

import static dev.perdure.server.EventRoutesTest.assertProblem;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.server.RawHttp.Raw;
import dev.perdure.server.Served.Got;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HttpServerTest {
  private static final String GET_HEALTH = "GET /v1/health HTTP/1.1\r\nHost: localhost\r\n";

  private Served served;
  private RawHttp raw;

  @BeforeAll
  void open(@TempDir Path dir) {
    served = Served.at(dir);
    raw = new RawHttp(served.http.port());
  }

  @AfterAll
  void close() {
    served.close();
  }

  private Raw one(String request) {
    List<Raw> answers = raw.send(request);
    assertThat(answers).hasSize(1);
    return answers.getFirst();
  }

  /** The head of a POST to a till. */
  private static String post(String path, String... headers) {
    String lines = Arrays.stream(headers).map(line -> line + "\r\n").collect(joining());
    return "POST /v1/machines/till/" + path + " HTTP/1.1\r\nHost: localhost\r\n" + lines + "\r\n";
  }

  private static void assertRaw(Raw got, int status, String slug) {
    assertThat(got.body()).contains("\"urn:perdure:problem:" + slug + "\"");
    assertThat(got.status()).isEqualTo(status);
    assertThat(got.header("content-type")).isEqualTo("application/problem+json");
  }

  @Test
  void anUnknownPathIsNotFound() {
    assertProblem(served.get("/"), 404, "not-found");
    assertProblem(served.get("/v1"), 404, "not-found");
    assertProblem(served.get("/v1/health/"), 404, "not-found");
    assertProblem(served.get("/V1/health"), 404, "not-found");
    assertProblem(served.get("/v1/../../etc/passwd"), 404, "not-found");
  }

  @Test
  void anotherMethodIsToldWithThoseThatThereAre() {
    Got got =
        served.send(HttpRequest.newBuilder(served.uri("/v1/health")).POST(BodyPublishers.noBody()));
    assertProblem(got, 405, "method-not-allowed");
    assertThat(got.header("Allow")).isEqualTo("GET, HEAD");
    assertThat(got.json().get("accepted").toString()).isEqualTo("[\"GET\",\"HEAD\"]");
    Got take = served.get("/v1/machines/till/1/events/Take");
    assertProblem(take, 405, "method-not-allowed");
    assertThat(take.header("Allow")).isEqualTo("POST");
    Got put =
        served.send(
            HttpRequest.newBuilder(served.uri("/v1/machines/till/1"))
                .PUT(BodyPublishers.ofString("{}")));
    assertProblem(put, 405, "method-not-allowed");
  }

  @Test
  void headIsGetWithoutTheBody() {
    Raw got = one("HEAD /v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.header("content-length")).isEqualTo("20");
    assertThat(got.body()).isEmpty();
  }

  @Test
  void requestsMayBePipelined() {
    List<Raw> answers =
        raw.send(
            (GET_HEALTH + "\r\n").repeat(3)
                + post(
                    "pipe/events/TakeAndTell?reply=wait",
                    "Content-Type: application/json",
                    "Idempotency-Key: pipe-1",
                    "Content-Length: 11")
                + "{\"cents\":9}"
                + post("pipe/events/Look")
                + GET_HEALTH
                + "\r\n");
    assertThat(answers).extracting(Raw::status).containsExactly(200, 200, 200, 200, 200, 200);
    assertThat(answers.get(4).body()).isEqualTo("{\"cents\":9}");
  }

  @Test
  void aChunkedBodyIsRead() {
    Raw got =
        one(
            post(
                    "chunk/events/TakeAndTell?reply=wait",
                    "Content-Type: application/json",
                    "Idempotency-Key: chunk-1",
                    "Transfer-Encoding: chunked")
                + "6\r\n{\"cent\r\n5\r\ns\":1}\r\n0\r\n\r\n");
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.body()).isEqualTo("{\"cents\":1}");
  }

  @Test
  void theAbsoluteFormOfAPathIsUnderstood() {
    Raw got = one("GET http://localhost/v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assertThat(got.status()).isEqualTo(200);
  }

  @Test
  void onLoopbackOnlyItsOwnNamesAreServed() {
    String port = ":" + served.http.port();
    for (String host : List.of("localhost", "LOCALHOST" + port, "127.0.0.1", "[::1]" + port)) {
      assertThat(one("GET /v1/health HTTP/1.1\r\nHost: " + host + "\r\n\r\n").status())
          .as(host)
          .isEqualTo(200);
    }
    for (String host : List.of("evil.example", "evil.example" + port, "127.0.0.1.evil.example")) {
      assertRaw(one("GET /v1/health HTTP/1.1\r\nHost: " + host + "\r\n\r\n"), 421, "wrong-host");
    }
  }

  @Test
  void furtherNamesMayBeAllowed(@TempDir Path dir) {
    HttpConfig config = HttpConfig.loopback().hosts(List.of("shop.example"));
    try (Served other = Served.at(dir, c -> c, config)) {
      RawHttp caller = new RawHttp(other.http.port());
      assertThat(caller.send("GET /v1/health HTTP/1.1\r\nHost: Shop.example:80\r\n\r\n"))
          .extracting(Raw::status)
          .containsExactly(200);
    }
  }

  @Test
  void aPageOfAnotherOriginMayNotCall() {
    String halt = "POST /v1/machines/till/1/halt HTTP/1.1\r\nHost: localhost\r\n";
    assertRaw(one(halt + "Origin: https://evil.example\r\n\r\n"), 403, "wrong-origin");
    assertRaw(one(halt + "Origin: null\r\n\r\n"), 403, "wrong-origin");
    assertRaw(one(halt + "Origin: http://localhost\r\n\r\n"), 404, "no-machine");
  }

  @Test
  void whatIsNotHttpIsABadRequest() {
    for (String request :
        List.of(
            "GET\r\n\r\n",
            "GET /v1/health\r\n\r\n",
            "GET /v1/health HTTP/1.0\r\n\r\n",
            "GET /v1/health HTTP/9.9\r\nHost: localhost\r\n\r\n",
            "GET /v1/health HTTP/1.1\r\n\r\n",
            "GET /v1/health HTTP/1.1\r\nHost: localhost\r\nno colon\r\n\r\n",
            "GET /v1/health HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
            "GET /v1/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /v1/%C3%28 HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /v1/\u00e9 HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
            "POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n",
            "POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            "POST /x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n",
            "POST /x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
            "POST /x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")) {
      assertRaw(one(request), 400, "malformed-request");
    }
  }

  @Test
  void anEncodedBodyIsNotTaken() {
    Raw got = one(post("1/events/Note", "Content-Encoding: gzip\r\nContent-Length: 1") + "x");
    assertRaw(got, 415, "wrong-content-type");
    assertThat(got.header("accept-encoding")).isEqualTo("identity");
  }

  @Test
  void whereNobodyKnowsWhereTheNextRequestBeginsThereIsNone() {
    String chunked = post("1/events/Note", "Transfer-Encoding: chunked");
    for (String request :
        List.of(
            chunked + "zz\r\n" + GET_HEALTH + "\r\n",
            chunked + "-5\r\n" + GET_HEALTH + "\r\n",
            chunked + "1fffff\r\n" + GET_HEALTH + "\r\n",
            post("1/events/Note", "Content-Length: 2000000") + GET_HEALTH + "\r\n",
            post("1/events/Note", "Content-Length: x") + GET_HEALTH + "\r\n")) {
      List<Raw> answers = raw.stay(request);
      assertThat(answers).as(request).hasSize(1);
      assertThat(answers.getFirst().status()).isIn(400, 413);
      assertThat(answers.getFirst().header("connection")).isEqualTo("close");
    }
  }

  @Test
  void aConnectionIsClosedWhenItsCallerWishes() {
    String close = "Connection: close\r\n";
    for (String request :
        List.of(
            GET_HEALTH + close + "\r\n",
            GET_HEALTH + "Connection: Foo, Close\r\n\r\n",
            post("1/events/Note", close + "Content-Length: 2") + "{}")) {
      List<Raw> answers = raw.stay(request + GET_HEALTH + "\r\n");
      assertThat(answers).as(request).hasSize(1);
      assertThat(answers.getFirst().header("connection")).isEqualTo("close");
    }
  }

  @Test
  void aRequestLineOrHeadersOverTheirBoundAreToldSo() {
    assertRaw(
        one("GET /" + "x".repeat(9_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        431,
        "headers-too-large");
    assertRaw(
        one(GET_HEALTH + "X-Long: " + "x".repeat(20_000) + "\r\n\r\n"), 431, "headers-too-large");
    assertRaw(one(GET_HEALTH + "X: y\r\n".repeat(5_000) + "\r\n"), 431, "headers-too-large");
  }

  @Test
  void aBodyOverItsBoundIsTooLarge() {
    Raw told = one(post("1/events/Note", "Content-Length: 2000000"));
    assertRaw(told, 413, "too-large");
    Raw chunk = one(post("1/events/Note", "Transfer-Encoding: chunked") + "1fffff\r\n");
    assertRaw(chunk, 413, "too-large");
  }

  @Test
  void bodiesOfAllRequestsTogetherAreBounded(@TempDir Path dir) {
    try (Served other = Served.at(dir, c -> c, limits(1_024, Duration.ofSeconds(30)))) {
      Got got = other.post("/v1/machines/till/1/events/Note", "n-1", "{\"text\":\"x\"}");
      assertThat(got.status()).isEqualTo(202);
      String request = post("1/events/Note", "Content-Length: 800");
      RawHttp caller = new RawHttp(other.http.port());
      Raw second;
      do {
        second = afterAnother(other, request, () -> caller.send(request + "x".repeat(800)));
      } while (second.status() == 415); // It came before the other, which was pushed back then.
      assertRaw(second, 429, "overloaded");
      assertThat(second.header("retry-after")).isEqualTo("1");
      // Its body was read and thrown away, so that it is not taken for a request.
      String inBody = (GET_HEALTH + "\r\n").repeat(20).substring(0, 800);
      Raw third;
      do {
        third = afterAnother(other, request, () -> caller.send(request + inBody));
      } while (third.status() == 415);
      assertRaw(third, 429, "overloaded");
    }
  }

  /** The one answer to a request, sent while another has sent its headers and not its body. */
  private static Raw afterAnother(Served served, String headers, Supplier<List<Raw>> request) {
    try (Socket another = new Socket(InetAddress.getLoopbackAddress(), served.http.port())) {
      another.getOutputStream().write(headers.getBytes(StandardCharsets.US_ASCII));
      List<Raw> answers = request.get();
      assertThat(answers).hasSize(1);
      return answers.getFirst();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aCallerWhoSendsTooSlowlyIsCutOff(@TempDir Path dir) throws IOException {
    try (Served other = Served.at(dir, c -> c, limits(1 << 20, Duration.ofMillis(100)))) {
      for (String begun :
          List.of(
              "GET /v1/health HTTP/1.1\r\nHost: local",
              post("1/events/Note", "Content-Length: 800") + "x")) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), other.http.port())) {
          socket.setSoTimeout((int) Served.HANG.toMillis());
          socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
          // Reads to the end of the connection, which the server makes.
          socket.getInputStream().readAllBytes();
        } catch (java.net.SocketException e) {
          // It was reset, which ends it as well.
        }
      }
    }
  }

  private static HttpConfig limits(int bodyBytes, Duration transferTime) {
    HttpConfig.Limits standard = HttpConfig.Limits.standard();
    return HttpConfig.loopback()
        .limits(
            new HttpConfig.Limits(
                standard.connections(),
                standard.requestLineBytes(),
                standard.headerBytes(),
                bodyBytes,
                transferTime,
                standard.idleTime(),
                standard.maxWait(),
                standard.closeTime()));
  }

  @Test
  void closingTellsThoseWhoWaitToComeAgain(@TempDir Path dir) {
    Served other = Served.at(dir);
    CompletableFuture<Got> waiting =
        CompletableFuture.supplyAsync(
            () -> other.post("/v1/machines/till/1/events/Ponder?reply=wait", "c-1", ""));
    long until = System.nanoTime() + Served.HANG.toNanos();
    while (!other.get("/v1/machines/till/1").problem().equals("none")) {
      assertThat(System.nanoTime()).isLessThan(until);
    }
    other.http.close();
    Got got = waiting.join();
    assertProblem(got, 503, "unavailable");
    assertThat(got.header("Retry-After")).isEqualTo("1");
    assertThat(got.json().get("retryAfterMillis").asLong()).isEqualTo(1_000);
    other.close();
  }

  @Test
  void aNodeThatIsClosedIsUnavailable(@TempDir Path dir) {
    Served other = Served.at(dir);
    other.node.close();
    assertProblem(
        other.post("/v1/machines/till/1/events/Take", "c-2", "{\"cents\":1}"), 503, "unavailable");
    assertProblem(other.get("/v1/health"), 503, "unavailable");
    assertProblem(other.get("/v1/machines/till/1"), 503, "unavailable");
    assertProblem(other.get("/v1/machines/till"), 503, "unavailable");
    other.close();
  }

  @Test
  void aPortThatIsTakenIsNamed(@TempDir Path dir) {
    HttpConfig taken = HttpConfig.loopback().port(served.http.port());
    assertThatThrownBy(() -> HttpServer.start(served.node, taken))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("127.0.0.1:" + served.http.port());
  }

  @Test
  void answersAreNotKeptOrGuessedAt() {
    Got got = served.get("/v1/health");
    assertThat(got.header("Cache-Control")).isEqualTo("no-store");
    assertThat(got.header("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void settingsOutOfBoundsAreRefused() {
    assertThatThrownBy(() -> HttpConfig.loopback().port(70_000)).hasMessageContaining("65535");
    assertThatThrownBy(() -> HttpConfig.loopback().host(" ")).hasMessageContaining("127.0.0.1");
    assertThatThrownBy(() -> limits(0, Duration.ofSeconds(1))).hasMessageContaining("bodyBytes");
    assertThatThrownBy(() -> limits(1_024, Duration.ZERO)).hasMessageContaining("transferTime");
  }
}
