package dev.perdure.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.server.Served.Got;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EventRoutesTest {
  private Served served;

  @BeforeAll
  void open(@TempDir Path dir) {
    served = Served.at(dir, c -> c.maxEventBytes(4_096), HttpConfig.loopback());
  }

  @AfterAll
  void close() {
    served.close();
  }

  private Got event(String key, String event, String id, String json) {
    return served.post("/v1/machines/till/" + key + "/events/" + event, id, json);
  }

  private long total(String key) {
    return event(key, "Look", "", "{}").json().get("cents").asLong();
  }

  @Test
  void anEventIsAcceptedWhenItIsDurable() {
    Got got = event("accept", "Take", "accept-1", "{\"cents\": 5}");
    assertThat(got.status()).isEqualTo(202);
    assertThat(got.header("Content-Type")).isEqualTo("application/json");
    assertThat(got.json().get("status").stringValue()).isEqualTo("accepted");
    assertThat(got.json().get("idempotencyKey").stringValue()).isEqualTo("accept-1");
    assertThat(total("accept")).isEqualTo(5);
  }

  @Test
  void anEventSentAgainWithItsKeyIsSteppedOnce() {
    for (int i = 0; i < 5; i++) {
      assertThat(event("again", "Take", "again-1", "{\"cents\": 7}").status()).isEqualTo(202);
    }
    assertThat(total("again")).isEqualTo(7);
  }

  @Test
  void aReplyIsWaitedFor() {
    Got got = event("tell", "TakeAndTell?reply=wait", "tell-1", "{\"cents\": 3}");
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.json().get("cents").asLong()).isEqualTo(3);
    assertThat(event("tell", "TakeAndTell?reply=wait", "tell-1", "{\"cents\": 3}").json())
        .isEqualTo(got.json());
  }

  @Test
  void aReplyMayBeFetchedAfterTheEventWasAccepted() {
    assertThat(event("later", "TakeAndTell", "later-1", "{\"cents\": 3}").status()).isEqualTo(202);
    Got got = event("later", "TakeAndTell?reply=wait", "later-1", "{\"cents\": 3}");
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.json().get("cents").asLong()).isEqualTo(3);
  }

  @Test
  void aQueryNeedsNoKeyAndIsAlwaysAnswered() {
    Got got =
        event("query", "receipts-since", "", "{\"since\":\"2026-01-01T00:00:00Z\",\"limit\":3}");
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.json().toString()).isEqualTo("{\"texts\":[\"2026-01-01T00:00:00Z\",\"3\"]}");
  }

  @Test
  void anEmptyBodyIsAnEventWithoutFields() {
    Got got =
        served.send(
            HttpRequest.newBuilder(served.uri("/v1/machines/till/empty/events/Look"))
                .POST(BodyPublishers.noBody()));
    assertThat(got.status()).isEqualTo(200);
  }

  @Test
  void aKeyMayHaveAnyCharacters() {
    assertThat(event("a%2Fb%20%C3%A9%3F%25;x=1", "Take", "any-1", "{\"cents\":1}").status())
        .isEqualTo(202);
    Got got = served.get("/v1/machines/till/a%2Fb%20%C3%A9%3F%25;x=1");
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.json().get("key").stringValue()).isEqualTo("a/b \u00e9?%;x=1");
    assertThat(served.get("/v1/machines/till/..%2F..").status()).isEqualTo(404);
  }

  @Test
  void aPlacedMachineIsAddressedWithItsTag() {
    String path = "/v1/machines/placed-till/1/events/Take?placement=";
    assertThat(served.post(path + "a%2Fb", "tag-1", "{\"cents\":1}").status()).isEqualTo(202);
    assertThat(served.post(path + "c", "tag-2", "{\"cents\":2}").status()).isEqualTo(202);
    Got got = served.get("/v1/machines/placed-till/1?placement=a%2Fb");
    assertThat(got.json().get("placement").stringValue()).isEqualTo("a/b");
    assertThat(got.json().get("state").get("cents").asLong()).isEqualTo(1);
  }

  @Test
  void aMissingOrSuperfluousPlacementIsABadAddress() {
    assertThat(served.post("/v1/machines/placed-till/1/events/Take", "p-1", "{\"cents\":1}"))
        .satisfies(got -> assertProblem(got, 400, "bad-address"));
    assertProblem(event("1", "Take?placement=x", "p-2", "{\"cents\":1}"), 400, "bad-address");
    assertProblem(
        served.post("/v1/machines/placed-till/1/events/Take?placement=", "p-3", "{\"cents\":1}"),
        400,
        "bad-address");
  }

  @Test
  void aWaitThatIsOverSaysHowToGoOn() {
    Got got = event("ponder", "Ponder?reply=wait&wait=0", "ponder-1", "");
    assertProblem(got, 504, "wait-over");
    assertThat(got.json().get("detail").stringValue()).contains("same Idempotency-Key");
    Got preferred =
        served.send(
            HttpRequest.newBuilder(served.uri("/v1/machines/till/ponder/events/Ponder?reply=wait"))
                .header("Idempotency-Key", "ponder-1")
                .header("Prefer", "respond-async, wait=0")
                .POST(BodyPublishers.noBody()));
    assertProblem(preferred, 504, "wait-over");
  }

  @Test
  void aRefusalIsAConflictWithItsReason() {
    Got got = event("beg", "Beg?reply=wait", "beg-1", "");
    assertProblem(got, 409, "refused");
    assertThat(got.json().get("reason").stringValue()).isEqualTo("no credit");
    assertThat(got.json().get("cause").stringValue()).isEqualTo("REFUSED");
  }

  @Test
  void aHaltedMachineIsGone() {
    assertThat(event("shut", "Shut", "shut-1", "").status()).isEqualTo(202);
    Got got = event("shut", "TakeAndTell?reply=wait", "shut-2", "{\"cents\":1}");
    assertProblem(got, 410, "halted");
    for (int time = 0; time < 2; time++) {
      assertProblem(event("shut", "Shut", "shut-3", ""), 410, "halted");
    }
    assertThat(served.get("/v1/machines/till/shut").json().get("status").stringValue())
        .isEqualTo("HALTED");
  }

  @Test
  void aKeyUsedForAnotherRequestIsTold() {
    assertThat(event("reuse", "Take", "reuse-1", "{\"cents\":1}").status()).isEqualTo(202);
    assertProblem(event("reuse", "Take", "reuse-1", "{\"cents\":2}"), 422, "key-reused");
    assertProblem(event("reuse2", "Take", "reuse-1", "{\"cents\":1}"), 422, "key-reused");
    assertThat(total("reuse")).isEqualTo(1);
  }

  @Test
  void anUnknownTypeIsToldWithThoseThatThereAre() {
    Got got = served.post("/v1/machines/tills/1/events/Take", "u-1", "{\"cents\":1}");
    assertProblem(got, 404, "unknown-machine-type");
    assertThat(got.json().get("accepted").toString()).contains("\"till\"", "\"placed-till\"");
  }

  @Test
  void anUnknownEventIsToldWithThoseThatThereAre() {
    Got got = event("1", "take", "u-2", "{\"cents\":1}");
    assertProblem(got, 404, "unknown-event");
    assertThat(got.json().get("accepted").toString())
        .contains("\"Take\"", "\"receipts-since\"")
        .doesNotContain("Reminded");
    assertProblem(event("1", "Reminded", "u-3", ""), 404, "unknown-event");
  }

  @Test
  void aBadFieldIsNamed() {
    Got got = event("1", "Take", "f-1", "{\"cents\":\"many\"}");
    assertProblem(got, 400, "bad-event");
    assertThat(got.json().get("field").stringValue()).isEqualTo("/cents");
    assertThat(got.json().get("eventType").stringValue()).isEqualTo("Take");
    assertThat(got.json().get("instance").stringValue())
        .isEqualTo("/v1/machines/till/1/events/Take");
    Got missing = event("1", "Take", "f-2", "{}");
    assertProblem(missing, 400, "bad-event");
    assertThat(missing.json().get("field").stringValue()).isEqualTo("/cents");
    Got deep =
        event(
            "1",
            "Order",
            "f-3",
            """
            {"name":"n","items":[{"what":"w","count":1,"extras":[{"what":"w","count":1.5}]}],
             "discounts":{},"size":"SMALL","payment":{"@type":"Cash","cents":1},
             "waiter":{"type":"till","key":"w"}}\
            """);
    assertProblem(deep, 400, "bad-event");
    assertThat(deep.json().get("field").stringValue()).isEqualTo("/items/0/extras/0/count");
  }

  @Test
  void anEventThatItsRecordRefusesIsBad() {
    assertProblem(event("1", "Take", "r-1", "{\"cents\":-1}"), 400, "bad-event");
    Got longer = event("1", "Note", "r-2", "{\"text\":\"!" + "x".repeat(2_000) + "\"}");
    assertProblem(longer, 400, "bad-event");
    assertThat(longer.json().get("detail").stringValue())
        .as("what it repeats")
        .hasSizeLessThan(700);
  }

  @Test
  void malformedJsonIsBad() {
    assertProblem(event("1", "Take", "m-1", "{\"cents\":"), 400, "bad-event");
    assertProblem(event("1", "Take", "m-2", "[".repeat(3_000)), 400, "bad-event");
    assertProblem(event("1", "Take", "m-3", "{\"cents\":1,\"cents\":2}"), 400, "bad-event");
  }

  @Test
  void aReplyAddressFromOutsideIsRefused() {
    assertProblem(event("1", "TakeAndTell", "a-1", "{\"cents\":1,\"to\":\"x\"}"), 400, "bad-event");
  }

  @Test
  void anEventWithoutAReplyIsNotWaitedFor() {
    assertProblem(event("1", "Take?reply=wait", "w-1", "{\"cents\":1}"), 400, "bad-parameter");
  }

  @Test
  void parametersThatAreUnknownOrOutOfBoundsAreTold() {
    Got typo = event("1", "Take?repyl=wait", "q-1", "{\"cents\":1}");
    assertProblem(typo, 400, "bad-parameter");
    assertThat(typo.json().get("parameter").stringValue()).isEqualTo("repyl");
    assertProblem(event("1", "Take?reply=maybe", "q-2", "{\"cents\":1}"), 400, "bad-parameter");
    assertProblem(event("1", "Take?wait=-1", "q-3", "{\"cents\":1}"), 400, "bad-parameter");
    assertProblem(event("1", "Take?wait=1&wait=2", "q-4", "{\"cents\":1}"), 400, "bad-parameter");
  }

  @Test
  void aMissingOrMalformedKeyOfTheRequestIsTold() {
    assertProblem(event("1", "Take", "", "{\"cents\":1}"), 400, "bad-idempotency-key");
    assertProblem(event("1", "Take", "x".repeat(201), "{\"cents\":1}"), 400, "bad-idempotency-key");
  }

  @Test
  void aBodyOfAnotherTypeIsNotTaken() {
    Got got =
        served.send(
            HttpRequest.newBuilder(served.uri("/v1/machines/till/1/events/Take"))
                .header("Idempotency-Key", "t-1")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("{\"cents\":1}")));
    assertProblem(got, 415, "wrong-content-type");
    Got latin =
        served.send(
            HttpRequest.newBuilder(served.uri("/v1/machines/till/1/events/Take"))
                .header("Idempotency-Key", "t-2")
                .header("Content-Type", "application/json; charset=iso-8859-1")
                .POST(BodyPublishers.ofString("{\"cents\":1}")));
    assertProblem(latin, 415, "wrong-content-type");
  }

  @Test
  void anEventOverTheBoundIsTooLarge() {
    String longer = "{\"text\":\"" + "x".repeat(4_096) + "\"}";
    Got got = event("1", "Note", "l-1", longer);
    assertProblem(got, 413, "too-large");
    assertThat(got.json().get("eventType").stringValue()).isEqualTo("Note");
    assertThat(got.json().get("setting").stringValue()).isEqualTo("max-event-bytes");
    assertThat(got.json().get("boundBytes").asLong()).isEqualTo(4_096);
    assertThat(got.json().get("sizeBytes").asLong()).isEqualTo(longer.length());
    Got body = event("1", "Note", "l-2", " ".repeat(80_000) + longer);
    assertProblem(body, 413, "too-large");
    assertThat(body.json().get("setting").stringValue()).isEqualTo("max-event-bytes");
    assertThat(body.json().get("boundBytes").asLong()).isEqualTo(4_096 + (64 << 10));
  }

  @Test
  void blanksDoNotCountTowardsTheSizeOfAnEvent() {
    assertThat(event("blank", "Take", "b-1", " ".repeat(8_000) + "{\"cents\":1}").status())
        .isEqualTo(202);
  }

  @Test
  void keysOutOfBoundsAreBadAddresses() {
    assertProblem(event("%00", "Take", "k-1", "{\"cents\":1}"), 400, "bad-address");
    assertProblem(event("", "Take", "k-2", "{\"cents\":1}"), 400, "bad-address");
    assertProblem(event("x".repeat(513), "Take", "k-3", "{\"cents\":1}"), 400, "bad-address");
  }

  @Test
  void theAnswerToARequestWaitsNoLongerThanTheServerAllows(@TempDir Path dir) {
    HttpConfig.Limits standard = HttpConfig.Limits.standard();
    HttpConfig.Limits limits =
        new HttpConfig.Limits(
            standard.connections(),
            standard.requestLineBytes(),
            standard.headerBytes(),
            standard.bodyBytes(),
            standard.transferTime(),
            standard.idleTime(),
            Duration.ofMillis(50),
            standard.closeTime());
    try (Served other = Served.at(dir, c -> c, HttpConfig.loopback().limits(limits))) {
      assertProblem(
          other.post("/v1/machines/till/1/events/Ponder?reply=wait&wait=3600", "s-1", ""),
          504,
          "wait-over");
    }
  }

  static void assertProblem(Got got, int status, String slug) {
    assertThat(got.problem()).as(new String(got.response().body(), UTF_8)).isEqualTo(slug);
    assertThat(got.status()).isEqualTo(status);
    assertThat(got.json().get("status").asInt()).isEqualTo(status);
    assertThat(got.json().get("title").stringValue()).isNotEmpty();
    assertThat(got.json().get("detail").stringValue()).isNotEmpty().doesNotContain("dev.perdure");
  }
}
