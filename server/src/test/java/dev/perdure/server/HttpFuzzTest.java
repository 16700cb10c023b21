package dev.perdure.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.server.RawHttp.Raw;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests that are wrong in every way we could think of, made from a seed. None is answered with a
 * fault of the server, none hangs, and none changes a machine. The printed seed and index find a
 * failing request again.
 */
final class HttpFuzzTest {
  private static final int REQUESTS = 10_000;
  private static final long SEED = 8_146_332;

  /** {@code -Dfuzz.seed=S} repeats one that failed. */
  private static final long FRESH_SEED =
      Long.getLong("fuzz.seed", System.nanoTime() & 0xffff_ffffL);

  private static final int FRESH_REQUESTS = 2_000;
  private static final String POST = "POST /v1/machines/till/";
  private static final String ORDER =
      """
      {"name":"n","table":4,"items":[{"what":"w","count":1,"extras":[]}],"discounts":{"a":0.5},\
      "size":"SMALL","payment":{"@type":"Cash","cents":1},"waiter":{"type":"till","key":"w"}}\
      """;

  private Random random = new Random(SEED);

  /** One request, and whether it is HTTP: then there is exactly one answer. */
  private record Wrong(byte[] bytes, boolean http) {
    static Wrong http(String text) {
      return new Wrong(text.getBytes(StandardCharsets.ISO_8859_1), true);
    }

    static Wrong garbage(byte[] bytes) {
      return new Wrong(bytes, false);
    }
  }

  @Test
  void wrongRequestsAreRefusedAndChangeNothing(@TempDir Path dir) {
    assertThat(refused(dir, SEED, REQUESTS).keySet())
        .contains(400, 403, 404, 405, 409, 413, 415, 421, 431);
  }

  @Test
  void othersEachTimeToo(@TempDir Path dir) {
    assertThat(refused(dir, FRESH_SEED, FRESH_REQUESTS)).isNotEmpty();
  }

  /** Returns how often each status was seen. */
  private Map<Integer, Integer> refused(Path dir, long seed, int requests) {
    try (Served served = Served.at(dir, c -> c.maxEventBytes(8_192), HttpConfig.loopback())) {
      for (int i = 0; i < 5; i++) {
        served.post(
            "/v1/machines/till/k" + i + "/events/TakeAndTell?reply=wait", "s" + i, "{\"cents\":3}");
      }
      served.post("/v1/machines/till/k1/events/Remind", "t", "{\"delay\":\"PT9H\",\"name\":\"x\"}");
      served.post("/v1/machines/till/k2/events/Ponder?reply=wait&wait=0", "p", "");
      String before = machines(served);
      long steps = steps(served);
      RawHttp caller = new RawHttp(served.http.port());
      var seen = new TreeMap<Integer, Integer>();
      for (int i = 0; i < requests; i++) {
        random = new Random(seed + i);
        check(caller, "seed " + seed + ", index " + i, wrong(), seen);
      }
      assertThat(machines(served)).as("machines, seed " + seed).isEqualTo(before);
      assertThat(steps(served)).as("steps, seed " + seed).isEqualTo(steps);
      assertThat(served.get("/v1/health").status()).isEqualTo(200);
      return seen;
    }
  }

  private static void check(
      RawHttp caller, String origin, Wrong wrong, Map<Integer, Integer> seen) {
    List<Raw> answers = wrong.http() ? caller.exchange(wrong.bytes()) : caller.send(wrong.bytes());
    String what = origin + ": " + shown(wrong.bytes());
    if (wrong.http()) assertThat(answers).as(what).hasSize(1);
    for (Raw answer : answers) {
      assertThat(answer.status()).as(what).isBetween(400, 499);
      assertThat(answer.header("content-type")).as(what).isEqualTo("application/problem+json");
      assertThat(answer.body()).as(what).doesNotContain("Exception", "java.", "dev.perdure", "io.");
      seen.merge(answer.status(), 1, Integer::sum);
    }
  }

  private static String shown(byte[] bytes) {
    return new String(bytes, 0, Math.min(bytes.length, 500), StandardCharsets.ISO_8859_1);
  }

  /** Every machine with all there is to see. */
  private static String machines(Served served) {
    StringBuilder all = new StringBuilder();
    for (String type : new String[] {"till", "placed-till"}) {
      var page = served.get("/v1/machines/" + type + "?limit=1000").json();
      assertThat(page.has("next")).isFalse();
      for (var item : page.get("items")) {
        String key = item.get("key").stringValue();
        String placement =
            item.has("placement")
                ? "?placement=" + UrlText.encode(item.get("placement").stringValue())
                : "";
        all.append(
                served.get("/v1/machines/" + type + "/" + UrlText.encode(key) + placement).json())
            .append('\n');
      }
    }
    return all.append(served.get("/v1/parked").json()).toString();
  }

  private static long steps(Served served) {
    return served.get("/v1/statistics").json().get("steps").asLong();
  }

  private Wrong wrong() {
    return switch (random.nextInt(14)) {
      case 0 -> Wrong.http(get(badPath()));
      case 1 -> Wrong.http(get(badQuery()));
      case 2 -> Wrong.http(post(badPath(), "{\"cents\":1}"));
      case 3 -> Wrong.http(badMethod());
      case 4 -> Wrong.http(badHeaders());
      case 5, 6, 7 -> badBody();
      case 8 -> Wrong.http(badAddress());
      case 9 -> Wrong.http(badVerb());
      case 10 -> badFraming();
      case 11 -> Wrong.garbage(randomBytes(random.nextInt(600)));
      case 12 -> Wrong.garbage(mutated());
      default -> Wrong.garbage(knownGarbage());
    };
  }

  private static String get(String target) {
    return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
  }

  private String post(String target, String body) {
    return post(target, "Content-Type: application/json\r\nIdempotency-Key: " + id(), body);
  }

  private static String post(String target, String headers, String body) {
    return "POST "
        + target
        + " HTTP/1.1\r\nHost: localhost\r\n"
        + headers
        + "\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private String id() {
    return "fuzz-" + random.nextLong();
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private String pick(String... values) {
    return pick(Arrays.asList(values));
  }

  private byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Printable characters that are none of the structure of a path or query. */
  private String word(int length) {
    StringBuilder word = new StringBuilder();
    String letters = "abcXYZ019-._~!$'()*,;:@";
    for (int i = 0; i < length; i++) word.append(letters.charAt(random.nextInt(letters.length())));
    return word.toString();
  }

  private String badPath() {
    return switch (random.nextInt(8)) {
      case 0 -> "/" + word(1 + random.nextInt(30));
      case 1 -> "/v1/machines/zz" + word(random.nextInt(80)) + "/k/events/Take";
      case 2 -> "/v1/machines/till/k/events/zz" + word(random.nextInt(80));
      case 3 ->
          "/v1/" + pick("%", "%4", "%zz", "%C3%28", "%ff", "%ED%A0%80", "\u00e9", "\u0001", "\"");
      case 4 ->
          "/" + pick("../", "..%2f", "./", "%2e%2e/").repeat(1 + random.nextInt(6)) + "etc/passwd";
      case 5 ->
          "/v1/machines/till/" + pick("%00", "%1F%7F", "", "x".repeat(513), "%C3%A9".repeat(257));
      case 6 -> "/" + word(8_200 + random.nextInt(2_000));
      default ->
          "/v1/machines/till/k1/" + pick("", "/", "event", "events", "events/", "parked", "state");
    };
  }

  private String badQuery() {
    String good = pick("/v1/machines/till", "/v1/parked");
    return good
        + "?"
        + pick(
            "limit=" + pick("0", "-1", "1001", "1.5", "x", "", "99999999999999999999", "%31%00"),
            "after=zz" + word(random.nextInt(40)),
            "after=" + random.nextInt() + ".zz",
            "limit=1&limit=1",
            "zz" + word(5) + "=1",
            "a=%",
            "a=%ff",
            "=&=&=");
  }

  private String badMethod() {
    String method = pick("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "QUERY", "X");
    String path = pick("/v1/health", "/v1/machines/till/k1", "/v1/machines/till/k1/events/Shut");
    return method
        + " "
        + path
        + " HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: "
        + id()
        + "\r\n\r\n";
  }

  private String badHeaders() {
    String json = "Content-Type: application/json\r\n";
    String target = POST.substring(5) + "k1/events/Take";
    return switch (random.nextInt(8)) {
      case 0 -> post(target, json.strip(), "{\"cents\":1}");
      case 1 -> post(target, json + "Idempotency-Key: " + "x".repeat(201), "{\"cents\":1}");
      case 2 -> post(target, json + "Idempotency-Key: a\r\nIdempotency-Key: b", "{\"cents\":1}");
      case 3 ->
          post(
              target,
              json + "Idempotency-Key: \u00e9" + (char) (128 + random.nextInt(128)),
              "{\"cents\":1}");
      case 4 ->
          post(
              target,
              "Content-Type: "
                  + pick("text/plain", "application/xml", "x", "application/json; charset=utf-16")
                  + "\r\nIdempotency-Key: "
                  + id(),
              "{\"cents\":1}");
      case 5 ->
          post(
              target,
              json + "Origin: https://" + word(8) + "\r\nIdempotency-Key: " + id(),
              "{\"cents\":1}");
      case 6 ->
          post(target, json + "Idempotency-Key: " + id(), "{\"cents\":1}")
              .replace("Host: localhost", "Host: evil.example" + pick("", ":80"));
      default ->
          get("/v1/health").replace("\r\n\r\n", "\r\nX-Long: " + "x".repeat(17_000) + "\r\n\r\n");
    };
  }

  private Wrong badBody() {
    if (random.nextInt(6) == 0) {
      // No UTF-8, in front of or within JSON.
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      byte[] head = bytes("{\"text\":\"");
      byte[] wrong =
          pick(
              List.of(
                  new byte[] {(byte) 0xff},
                  new byte[] {(byte) 0xc3, 0x28},
                  new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}));
      byte[] tail = bytes("\"}");
      String request =
          post(
              POST.substring(5) + "k1/events/Note",
              "x".repeat(head.length + wrong.length + tail.length));
      bytes.writeBytes(bytes(request.substring(0, request.indexOf("\r\n\r\n") + 4)));
      bytes.writeBytes(head);
      bytes.writeBytes(wrong);
      bytes.writeBytes(tail);
      return new Wrong(bytes.toByteArray(), true);
    }
    return Wrong.http(
        switch (random.nextInt(8)) {
          case 0 -> body("Take", "{\"cents\":" + badNumber() + "}");
          case 1 -> body(pick("Take", "Note", "Order", "Remind"), notAnObject());
          case 2 -> body("Order", ORDER.substring(0, random.nextInt(1, ORDER.length())));
          case 3 -> body("Order", badOrder());
          case 4 ->
              body(
                  pick("TakeAndTell", "Ponder", "Beg", "Look"),
                  "{\"cents\":1,\"to\":" + pick("\"x\"", "null", "{}", "[]", "1") + "}");
          case 5 -> body("Note", "{\"text\":\"" + "x".repeat(8_192 + random.nextInt(100)) + "\"}");
          case 6 ->
              body(
                  "Note",
                  pick(
                      "{\"text\":\"\\ud800\"}",
                      "{\"text\":\"\\udc00x\"}",
                      "{\"text\":1}",
                      "{\"text\":\"a\",\"text\":\"b\"}",
                      "{\"x\":1,\"x\":2,\"text\":\"a\"}",
                      "{\"text\":\"a\u0001\"}",
                      "{\"text\":\"a\"} {}",
                      "{\"text\":\"a\"}]",
                      "{'text':'a'}",
                      "{\"text\":\"a\",}",
                      "{\"TEXT\":\"a\"}",
                      "{\"@type\":\"Take\",\"text\":\"a\"}",
                      "{\"@type\":\"evil.Runtime\",\"text\":\"a\"}",
                      "// no\n{\"text\":\"a\"}"));
          default ->
              body(
                  "Remind",
                  "{\"name\":\"x\",\"delay\":"
                      + pick("\"1h\"", "60", "\"\"", "\"PT\"", "\"P99999999999999999999D\"")
                      + "}");
        });
  }

  private String body(String event, String json) {
    return post(POST.substring(5) + "k" + random.nextInt(9) + "/events/" + event, json);
  }

  private String badNumber() {
    return pick(
        "1e400",
        "1.0",
        "1e2",
        "0x10",
        "01",
        "-1",
        "--1",
        "+1",
        "NaN",
        "Infinity",
        "\"1\"",
        "null",
        "true",
        "[1]",
        "9223372036854775808",
        "-9223372036854775809",
        "9".repeat(9_000),
        "1e999999999",
        "0." + "0".repeat(4_000) + "1",
        ".5",
        "5.");
  }

  private String notAnObject() {
    int deep = 1 + random.nextInt(7_000);
    return pick(
        "[".repeat(deep),
        "{\"a\":".repeat(Math.min(deep, 1_300)),
        "null",
        "1",
        "\"x\"",
        "[]",
        "{",
        "}",
        "x",
        "{\"a\":" + "[".repeat(300) + "]".repeat(300) + "}",
        "\u00ef\u00bb\u00bf[]",
        "\u0000",
        " ",
        "{}");
  }

  /** An order with one of its values put out of place. */
  private String badOrder() {
    return pick(
        ORDER.replace("\"SMALL\"", pick("\"small\"", "1", "null", "\"\"", "[]")),
        ORDER.replace("\"Cash\"", pick("\"cash\"", "\"evil.Cash\"", "null", "1")),
        ORDER.replace("\"@type\":\"Cash\",", ""),
        ORDER.replace(
            "\"type\":\"till\"", pick("\"type\":\"T!\"", "\"type\":\"\"", "\"typ\":\"till\"")),
        ORDER.replace("\"key\":\"w\"", pick("\"key\":\"\"", "\"key\":\"\\u0000\"", "\"key\":7")),
        ORDER.replace(
            "\"table\":4", pick("\"table\":4.5", "\"table\":\"4\"", "\"table\":2147483648")),
        ORDER.replace("0.5", pick("1e999", "\"half\"", "null", "{}")),
        ORDER.replace("\"count\":1", pick("\"count\":1e1", "\"count\":null", "\"cnt\":1")),
        ORDER.replace("[]", pick("null", "{}", "[null]", "[1]", "[{\"what\":\"w\"}]")),
        ORDER.replace("\"name\":\"n\",", pick("", "\"name\":\"n\",\"name\":\"n\",")));
  }

  private String badAddress() {
    return switch (random.nextInt(5)) {
      case 0 -> post("/v1/machines/placed-till/k/events/Take", "{\"cents\":1}");
      case 1 -> post("/v1/machines/till/k/events/Take?placement=" + word(3), "{\"cents\":1}");
      case 2 ->
          post(
              "/v1/machines/placed-till/k/events/Take?placement="
                  + pick("", "%00", "x".repeat(513), "%ff"),
              "{\"cents\":1}");
      case 3 ->
          post(
              "/v1/machines/till/k/events/Take?"
                  + pick(
                      "reply=wait",
                      "reply=no",
                      "wait=x",
                      "wait=-1",
                      "wait=1e9",
                      "rply=wait",
                      "wait=1&wait=1"),
              "{\"cents\":1}");
      default -> get("/v1/machines/till/nobody" + word(9) + "?" + pick("placement=x", "x=1", ""));
    };
  }

  private String badVerb() {
    String machine = "/v1/machines/till/" + pick("k1", "k2", "nobody");
    return post(
        machine
            + pick(
                "/parked/retry",
                "/parked/skip",
                "/parked/undo",
                "/parked/replace",
                "/parked/replace?event=Take",
                "/parked/replace?event=" + word(4),
                "/halt?now=1",
                "/halt/"),
        pick("Content-Type: application/json", "Content-Type: text/plain"),
        pick("{\"cents\":1}", "{\"cents\":\"x\"}", "{", "[]"));
  }

  private Wrong badFraming() {
    String head =
        POST
            + "k1/events/Take HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: "
            + id()
            + "\r\nContent-Type: application/json\r\n";
    return Wrong.garbage(
        bytes(
            head
                + pick(
                    "Content-Length: -5\r\n\r\n",
                    "Content-Length: x\r\n\r\n{}",
                    "Content-Length: 999999999\r\n\r\n{}",
                    "Content-Length: 18446744073709551616\r\n\r\n{}",
                    "Content-Length: 1, 2\r\n\r\n{}",
                    "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                    "Content-Length: 500\r\n\r\n{\"cents\":1}",
                    "Transfer-Encoding: chunked\r\n\r\nfffffffff\r\n{}",
                    "Transfer-Encoding: chunked\r\n\r\n-1\r\n{}",
                    "Transfer-Encoding: chunked\r\n\r\n7fffffff\r\n{}",
                    "Transfer-Encoding: chunked\r\n\r\nb\r\n{\"cents\":1}",
                    "Transfer-Encoding: chunked\r\n\r\nb\r\n{\"cents\":1}\r\n0\r\n",
                    "Transfer-Encoding: chunked\r\n\r\n0\r\nX: y",
                    "Transfer-Encoding: " + word(5) + "\r\n\r\n{}",
                    "Transfer-Encoding: chunked, chunked\r\n\r\n{}",
                    "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
                    "Content-Encoding: br\r\nContent-Length: 2\r\n\r\n{}",
                    "Upgrade: h2c\r\nConnection: Upgrade\r\nContent-Length: 2\r\n\r\n{}",
                    "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}",
                    "Expect: 200-ok\r\nContent-Length: 2\r\n\r\n{}",
                    " folded: x\r\nContent-Length: 2\r\n\r\n{}",
                    ": empty\r\n\r\n",
                    "X\u0000Y: z\r\nContent-Length: 2\r\n\r\n{}",
                    "X: a\u0000b\r\nContent-Length: 2\r\n\r\n{}",
                    "X: y\nContent-Length: 2\n\n{}")));
  }

  /** A request that is wrong in its body, with some bytes changed, left out or put in. */
  private byte[] mutated() {
    byte[] bytes = bytes(body("Take", "{\"cents\":\"many\"}"));
    List<Byte> changed = new ArrayList<>();
    for (byte b : bytes) changed.add(b);
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(changed.size());
      switch (random.nextInt(4)) {
        case 0 -> changed.set(at, (byte) random.nextInt(256));
        case 1 -> changed.remove(at);
        case 2 -> changed.add(at, (byte) random.nextInt(256));
        default -> changed.subList(at, changed.size()).clear();
      }
      if (changed.isEmpty()) break;
    }
    byte[] result = new byte[changed.size()];
    for (int i = 0; i < result.length; i++) result[i] = changed.get(i);
    return result;
  }

  private byte[] knownGarbage() {
    return switch (random.nextInt(8)) {
      case 0 -> bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
      case 1 ->
          new byte[] {0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, (byte) 0xfc, 0x03, 0x03};
      case 2 -> bytes("\r\n".repeat(random.nextInt(50)));
      case 3 -> bytes("GET " + "x".repeat(random.nextInt(20_000)));
      case 4 -> bytes(get("/v1/nothing").repeat(1 + random.nextInt(5)));
      case 5 -> bytes(get("/v1/health").substring(0, random.nextInt(30)));
      case 6 -> bytes("GET /v1/health HTTP/1." + random.nextInt(2, 9) + "\r\n\r\n");
      default ->
          bytes(
              pick(
                  "SSH-2.0-x\r\n",
                  "EHLO x\r\n",
                  "*1\r\n$4\r\nPING\r\n",
                  "\u0000\u0000\u0000\u0008"));
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
