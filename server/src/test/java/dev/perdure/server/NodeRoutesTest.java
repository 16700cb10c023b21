package dev.perdure.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.node.NodeStatistics;
import dev.perdure.server.Served.Got;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NodeRoutesTest {
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
  void typesAreListedWithTheirPublicEvents() {
    JsonNode types = served.get("/v1/types").json().get("types");
    assertThat(types)
        .anySatisfy(
            type -> {
              assertThat(type.get("name").stringValue()).isEqualTo("till");
              assertThat(type.get("placed").asBoolean()).isFalse();
              assertThat(type.get("events"))
                  .anySatisfy(
                      event -> {
                        assertThat(event.get("name").stringValue()).isEqualTo("receipts-since");
                        assertThat(event.get("replies").asBoolean()).isTrue();
                        assertThat(event.get("query").asBoolean()).isTrue();
                        assertThat(event.get("fields").toString())
                            .isEqualTo("[\"since\",\"limit\"]");
                      });
            });
  }

  @Test
  void aNodeThatServesIsHealthy() {
    Got got = served.get("/v1/health");
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.json().get("status").stringValue()).isEqualTo("serving");
  }

  @Test
  void allFiguresOfTheNodeAreShown() {
    served.post("/v1/machines/till/f/events/TakeAndTell?reply=wait", "f-1", "{\"cents\":1}");
    JsonNode figures = served.get("/v1/statistics").json();
    assertThat(figures.get("steps").asLong()).isPositive();
    for (RecordComponent component : NodeStatistics.class.getRecordComponents()) {
      if (component.getType().isPrimitive()) {
        assertThat(figures.has(component.getName())).as(component.getName()).isTrue();
      }
    }
  }
}
