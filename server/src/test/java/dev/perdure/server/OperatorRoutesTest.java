package dev.perdure.server;

import static dev.perdure.server.EventRoutesTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.server.Served.Got;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OperatorRoutesTest {
  private Served served;

  @BeforeAll
  void open(@TempDir Path dir) {
    served = Served.at(dir);
  }

  @AfterAll
  void close() {
    served.close();
  }

  /** A machine with a parked event and one behind it. */
  private void quarantine(String key) {
    served.post("/v1/machines/till/" + key + "/events/Break", key + "-1", "{\"why\":\"test\"}");
    served.post("/v1/machines/till/" + key + "/events/Take", key + "-2", "{\"cents\":5}");
    awaitQuarantine(key);
  }

  private void awaitQuarantine(String key) {
    long until = System.nanoTime() + Served.HANG.toNanos();
    while (!status(key).equals("QUARANTINED")) {
      assertThat(System.nanoTime()).as("parked in time").isLessThan(until);
    }
  }

  private String status(String key) {
    Got got = served.get("/v1/machines/till/" + key);
    return got.status() == 200 ? got.json().get("status").stringValue() : "";
  }

  private Got verb(String key, String verb) {
    return served.send(
        HttpRequest.newBuilder(served.uri("/v1/machines/till/" + key + "/" + verb))
            .POST(BodyPublishers.noBody()));
  }

  private long total(String key) {
    return served
        .post(
            "/v1/machines/till/" + key + "/events/TakeAndTell?reply=wait",
            key + "-t",
            "{\"cents\":0}")
        .json()
        .get("cents")
        .asLong();
  }

  @Test
  void aParkedEventIsShownAndListed() {
    quarantine("shown");
    JsonNode machine = served.get("/v1/machines/till/shown").json();
    assertThat(machine.get("mailboxLength").asLong()).isPositive();
    JsonNode parked = machine.get("parked");
    assertThat(parked.get("event").stringValue()).isEqualTo("Break");
    assertThat(parked.get("body").get("why").stringValue()).isEqualTo("test");
    assertThat(parked.get("attempts").asInt()).isEqualTo(2);
    assertThat(parked.get("reason").stringValue()).contains("broken: test");
    JsonNode page = served.get("/v1/parked?limit=1000").json();
    assertThat(page.get("items"))
        .anySatisfy(
            item -> {
              assertThat(item.get("machine").get("key").stringValue()).isEqualTo("shown");
              assertThat(item.get("event").stringValue()).isEqualTo("Break");
            });
  }

  @Test
  void aSkippedEventLetsTheOthersGoOn() {
    quarantine("skip");
    Got got = verb("skip", "parked/skip");
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.json().get("key").stringValue()).isEqualTo("skip");
    assertThat(total("skip")).isEqualTo(5);
    assertThat(status("skip")).isEqualTo("ACTIVE");
  }

  @Test
  void aReplacedEventIsSteppedInItsPlace() {
    quarantine("replace");
    Got got =
        served.post("/v1/machines/till/replace/parked/replace?event=Take", "", "{\"cents\":100}");
    assertThat(got.status()).isEqualTo(200);
    assertThat(total("replace")).isEqualTo(105);
  }

  /** A machine with a parked ask; the caller's wait is over. */
  private void quarantineAsk(String key) {
    String ask = "/v1/machines/till/" + key + "/events/BreakAndTell?reply=wait&wait=0";
    assertProblem(served.post(ask, key + "-1", "{\"why\":\"test\"}"), 504, "wait-over");
    awaitQuarantine(key);
  }

  private Got askAgain(String key) {
    String ask = "/v1/machines/till/" + key + "/events/BreakAndTell?reply=wait";
    return served.post(ask, key + "-1", "{\"why\":\"test\"}");
  }

  private Got replace(String key, String event, String json) {
    return served.post("/v1/machines/till/" + key + "/parked/replace?event=" + event, "", json);
  }

  @Test
  void anAskThatIsReplacedByAnAskAnswersItsAsker() {
    quarantineAsk("ask");
    assertThat(replace("ask", "TakeAndTell", "{\"cents\":8}").status()).isEqualTo(200);
    Got got = askAgain("ask");
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.json().get("cents").asLong()).isEqualTo(8);
  }

  @Test
  void anAskThatIsReplacedByAnotherEventIsRefused() {
    quarantineAsk("asked");
    assertThat(replace("asked", "Take", "{\"cents\":8}").status()).isEqualTo(200);
    Got got = askAgain("asked");
    assertProblem(got, 409, "refused");
    assertThat(got.json().get("reason").stringValue())
        .isEqualTo("BreakAndTell was replaced by an operator with Take");
  }

  @Test
  void anAskIsNotReplacedByOneOfAnotherAnswer() {
    quarantineAsk("other");
    Got got = replace("other", "Refund", "{\"payment\":{\"@type\":\"Cash\",\"cents\":5}}");
    assertProblem(got, 400, "bad-event");
    assertThat(got.json().get("eventType").stringValue()).isEqualTo("Refund");
    assertThat(got.json().get("detail").stringValue()).contains("another type");
    assertThat(status("other")).isEqualTo("QUARANTINED");
  }

  @Test
  void whereNobodyAskedThereIsNoAnswerToGive() {
    quarantine("sent");
    Got got = replace("sent", "TakeAndTell", "{\"cents\":8}");
    assertProblem(got, 400, "bad-event");
    assertThat(got.json().get("detail").stringValue()).contains("nobody waits for an answer");
    assertThat(status("sent")).isEqualTo("QUARANTINED");
  }

  @Test
  void aReplyAddressOfAnOperatorIsRefused() {
    quarantineAsk("forged");
    assertProblem(replace("forged", "TakeAndTell", "{\"cents\":8,\"to\":\"x\"}"), 400, "bad-event");
    assertThat(status("forged")).isEqualTo("QUARANTINED");
  }

  @Test
  void aRetriedEventIsTriedAgain() {
    quarantine("retry");
    assertThat(verb("retry", "parked/retry").status()).isEqualTo(200);
    long until = System.nanoTime() + Served.HANG.toNanos();
    while (!status("retry").equals("QUARANTINED")) {
      assertThat(System.nanoTime()).as("parked again in time").isLessThan(until);
    }
  }

  @Test
  void aHaltedMachineStaysHalted() {
    quarantine("halt");
    assertThat(verb("halt", "halt").json().get("status").stringValue()).isEqualTo("HALTED");
    assertThat(verb("halt", "halt").json().get("status").stringValue()).isEqualTo("HALTED");
    assertThat(status("halt")).isEqualTo("HALTED");
  }

  @Test
  void aMachineWithoutAParkedEventIsToldSo() {
    served.post("/v1/machines/till/fine/events/TakeAndTell?reply=wait", "fine-1", "{\"cents\":1}");
    for (String verb : new String[] {"parked/retry", "parked/skip"}) {
      Got got = verb("fine", verb);
      assertProblem(got, 409, "not-quarantined");
      assertThat(got.json().get("machineStatus").stringValue()).isEqualTo("ACTIVE");
    }
    assertProblem(
        served.post("/v1/machines/till/fine/parked/replace?event=Take", "", "{\"cents\":1}"),
        409,
        "not-quarantined");
  }

  @Test
  void aMachineThatIsNotThereCannotBeSeenTo() {
    for (String verb : new String[] {"parked/retry", "parked/skip", "halt"}) {
      assertProblem(verb("nobody", verb), 404, "no-machine");
    }
  }

  @Test
  void aBadReplacementIsToldAndChangesNothing() {
    quarantine("bad");
    String path = "/v1/machines/till/bad/parked/replace";
    assertProblem(served.post(path, "", "{}"), 400, "bad-parameter");
    assertProblem(served.post(path + "?event=Nothing", "", "{}"), 404, "unknown-event");
    assertProblem(served.post(path + "?event=Take", "", "{\"cents\":\"x\"}"), 400, "bad-event");
    assertProblem(served.post(path + "?event=Look", "", "{}"), 400, "bad-event");
    assertThat(status("bad")).isEqualTo("QUARANTINED");
    verb("bad", "parked/skip");
  }
}
