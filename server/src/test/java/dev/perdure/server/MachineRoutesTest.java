package dev.perdure.server;

import static dev.perdure.server.EventRoutesTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.server.Served.Got;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MachineRoutesTest {
  private Served served;

  @BeforeAll
  void open(@TempDir Path dir) {
    served = Served.at(dir);
  }

  @AfterAll
  void close() {
    served.close();
  }

  @Test
  void aMachineIsShownWithItsStateAndTimers() {
    served.post("/v1/machines/till/a/events/TakeAndTell?reply=wait", "a-1", "{\"cents\":4}");
    served.post(
        "/v1/machines/till/a/events/Remind", "a-2", "{\"delay\":\"PT1H\",\"name\":\"soon\"}");
    Got got = served.get("/v1/machines/till/a");
    assertThat(got.status()).isEqualTo(200);
    JsonNode machine = got.json();
    assertThat(machine.get("type").stringValue()).isEqualTo("till");
    assertThat(machine.get("key").stringValue()).isEqualTo("a");
    assertThat(machine.has("placement")).isFalse();
    assertThat(machine.get("status").stringValue()).isEqualTo("ACTIVE");
    assertThat(machine.get("stateName").stringValue()).isEqualTo("Open");
    assertThat(machine.get("state").get("cents").asLong()).isEqualTo(4);
    assertThat(machine.get("mailboxLength").asLong()).isZero();
    assertThat(machine.get("moreTimers").asBoolean()).isFalse();
    assertThat(machine.has("parked")).isFalse();
    JsonNode timer = machine.get("timers").get(0);
    assertThat(timer.get("event").stringValue()).isEqualTo("Reminded");
    assertThat(timer.get("name").stringValue()).isEqualTo("soon");
    assertThat(timer.get("due").stringValue()).matches("20.*Z");
    assertThat(timer.has("period")).isFalse();
  }

  @Test
  void aMachineThatNoEventReachedIsNotThere() {
    assertProblem(served.get("/v1/machines/till/never"), 404, "no-machine");
  }

  @Test
  void aMachineOfAnUnknownTypeIsNotShown() {
    assertProblem(served.get("/v1/machines/nothing/a"), 404, "unknown-machine-type");
    assertProblem(served.get("/v1/machines/nothing"), 404, "unknown-machine-type");
  }

  @Test
  void machinesOfATypeAreListedPageByPage() {
    for (int i = 0; i < 7; i++) {
      served.post(
          "/v1/machines/placed-till/" + i + "/events/TakeAndTell?placement=t&reply=wait",
          "list-" + i,
          "{\"cents\":1}");
    }
    List<String> keys = new ArrayList<>();
    String after = "";
    int pages = 0;
    do {
      JsonNode page = served.get("/v1/machines/placed-till?limit=3" + after).json();
      assertThat(page.get("items").size()).isLessThanOrEqualTo(3);
      for (JsonNode item : page.get("items")) {
        assertThat(item.get("placement").stringValue()).isEqualTo("t");
        assertThat(item.get("status").stringValue()).isEqualTo("ACTIVE");
        assertThat(item.get("stateName").stringValue()).isEqualTo("Open");
        keys.add(item.get("key").stringValue());
      }
      after = page.has("next") ? "&after=" + UrlText.encode(page.get("next").stringValue()) : "";
      pages++;
    } while (!after.isEmpty());
    assertThat(keys).containsExactly("0", "1", "2", "3", "4", "5", "6");
    assertThat(pages).isGreaterThanOrEqualTo(3);
  }

  @Test
  void aPlaceInOneListingIsNoneInAnother(@TempDir Path dir) {
    try (Served other = Served.at(dir)) {
      String event = "/p/events/TakeAndTell?reply=wait";
      other.post("/v1/machines/till" + event, "place-1", "{\"cents\":1}");
      other.post("/v1/machines/placed-till" + event + "&placement=t", "place-2", "{\"cents\":1}");
      String till = "/v1/machines/till?limit=1";
      String next = other.get(till).json().get("next").stringValue();
      assertThat(other.get(till + "&after=" + next).status()).isEqualTo(200);
      assertProblem(other.get("/v1/machines/placed-till?after=" + next), 400, "bad-parameter");
      assertProblem(other.get("/v1/parked?after=" + next), 400, "bad-parameter");
    }
  }

  @Test
  void aBadPageIsTold() {
    assertProblem(served.get("/v1/machines/till?limit=0"), 400, "bad-parameter");
    assertProblem(served.get("/v1/machines/till?limit=1001"), 400, "bad-parameter");
    assertProblem(served.get("/v1/machines/till?limit=1e3"), 400, "bad-parameter");
    assertProblem(served.get("/v1/machines/till?after=nonsense"), 400, "bad-parameter");
    assertProblem(served.get("/v1/machines/till?after=7.zz"), 400, "bad-parameter");
    assertProblem(served.get("/v1/machines/till?after=7.00"), 400, "bad-parameter");
    assertProblem(served.get("/v1/machines/till?page=2"), 400, "bad-parameter");
  }
}
