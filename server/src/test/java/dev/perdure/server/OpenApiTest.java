package dev.perdure.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.server.Served.Got;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpenApiTest {
  private Served served;
  private JsonNode api;
  private List<Route> routes;

  @BeforeAll
  void open(@TempDir Path dir) {
    served = Served.at(dir);
    api = served.get("/openapi.json").json();
    routes = new Routes(served.node, new NodeCalls(served.node), Duration.ofSeconds(1)).all();
  }

  @AfterAll
  void close() {
    served.close();
  }

  private List<JsonNode> operations() {
    List<JsonNode> operations = new ArrayList<>();
    for (JsonNode path : api.get("paths")) {
      for (JsonNode operation : path) operations.add(operation);
    }
    return operations;
  }

  @Test
  void itIsOpenApi31() {
    assertThat(api.get("openapi").stringValue()).startsWith("3.1.");
    assertThat(api.get("info").get("title").stringValue()).isNotEmpty();
    assertThat(api.get("info").get("version").stringValue()).isNotEmpty();
  }

  @Test
  void everyReferenceResolves() {
    Set<String> refs = new HashSet<>();
    collectRefs(api, refs);
    assertThat(refs).isNotEmpty();
    for (String ref : refs) {
      assertThat(api.at(ref.substring(1)).isMissingNode()).as(ref).isFalse();
    }
  }

  private static void collectRefs(JsonNode node, Set<String> refs) {
    if (node.isObject() && node.has("$ref")) refs.add(node.get("$ref").stringValue());
    for (JsonNode child : node) collectRefs(child, refs);
  }

  @Test
  void everyRouteIsDescribed() {
    for (Route route : routes) {
      String method = route.method().toLowerCase(java.util.Locale.ROOT);
      if (route.template().equals(EventRoutes.TEMPLATE)) {
        for (String event : List.of("Take", "TakeAndTell", "Look", "receipts-since", "Order")) {
          String path = "/v1/machines/till/{key}/events/" + event;
          assertThat(api.get("paths").has(path)).as(path).isTrue();
          assertThat(api.get("paths").get(path).has(method)).isTrue();
        }
      } else {
        assertThat(api.get("paths").get(route.template()).has(method))
            .as(route.template())
            .isTrue();
      }
    }
  }

  @Test
  void everyDescribedRouteExists() {
    api.get("paths")
        .propertyStream()
        .forEach(
            path ->
                path.getValue()
                    .propertyStream()
                    .forEach(
                        operation -> {
                          List<String> segments =
                              UrlText.segments(path.getKey().replaceAll("\\{[a-z]+}", "x"));
                          assertThat(routes)
                              .as(operation.getKey() + " " + path.getKey())
                              .anyMatch(
                                  route ->
                                      route.method().equalsIgnoreCase(operation.getKey())
                                          && route.matches(segments));
                        }));
  }

  @Test
  void everyParameterOfAPathIsDescribed() {
    api.get("paths")
        .propertyStream()
        .forEach(
            path -> {
              Set<String> inPath = new TreeSet<>();
              var names = java.util.regex.Pattern.compile("\\{([a-z]+)}").matcher(path.getKey());
              while (names.find()) inPath.add(names.group(1));
              for (JsonNode operation : path.getValue()) {
                Set<String> described = new TreeSet<>();
                for (JsonNode parameter : operation.get("parameters")) {
                  if (parameter.get("in").stringValue().equals("path")) {
                    described.add(parameter.get("name").stringValue());
                    assertThat(parameter.get("required").asBoolean()).isTrue();
                  }
                }
                assertThat(described).as(path.getKey()).isEqualTo(inPath);
              }
            });
  }

  @Test
  void operationsAreNamedApart() {
    List<String> ids =
        operations().stream().map(each -> each.get("operationId").stringValue()).toList();
    assertThat(ids).doesNotHaveDuplicates();
  }

  @Test
  void everyOperationHasAGoodAnswerAndItsProblems() {
    for (JsonNode operation : operations()) {
      JsonNode responses = operation.get("responses");
      assertThat(responses.has("200") || responses.has("202")).isTrue();
      assertThat(responses.has("400")).isTrue();
      assertThat(responses.has("500")).isTrue();
      responses
          .propertyStream()
          .filter(each -> Integer.parseInt(each.getKey()) >= 400)
          .forEach(
              each ->
                  assertThat(each.getValue().get("content").has("application/problem+json"))
                      .isTrue());
    }
    JsonNode take = api.at("/paths/~1v1~1machines~1till~1{key}~1events~1Take/post/responses");
    for (String status :
        List.of("202", "400", "404", "409", "410", "413", "415", "422", "429", "503", "504")) {
      assertThat(take.has(status)).as(status).isTrue();
    }
    assertThat(take.has("200")).isFalse();
    for (String status : List.of("429", "503", "504")) {
      assertThat(take.get(status).get("headers").has("Retry-After")).as(status).isTrue();
    }
    assertThat(take.get("400").has("headers")).isFalse();
  }

  @Test
  void everyProblemTypeIsDescribed() {
    JsonNode types = api.at("/components/schemas/Problem/properties/type/enum");
    for (ProblemType type : ProblemType.values()) {
      assertThat(types).anySatisfy(each -> assertThat(each.stringValue()).isEqualTo(type.uri()));
    }
  }

  @Test
  void theFieldsOfAnEventAreDescribedWithoutItsReplyTo() {
    JsonNode take = api.at("/components/schemas/till.TakeAndTell");
    assertThat(take.get("properties").has("cents")).isTrue();
    assertThat(take.get("properties").has("to")).isFalse();
    assertThat(take.get("required").toString()).isEqualTo("[\"cents\"]");
    JsonNode order = api.at("/components/schemas/till.Order");
    assertThat(order.get("required").toString()).doesNotContain("table").contains("items");
    assertThat(order.at("/properties/size/enum").toString()).isEqualTo("[\"SMALL\",\"LARGE\"]");
    assertThat(order.at("/properties/items/items/$ref").stringValue())
        .isEqualTo("#/components/schemas/Item");
    assertThat(api.at("/components/schemas/Item/properties/extras/items/$ref").stringValue())
        .isEqualTo("#/components/schemas/Item");
    assertThat(api.at("/components/schemas/Payment/oneOf").size()).isEqualTo(2);
  }

  @Test
  void membersAndConstantsAreDescribedByTheirDurableNames(@TempDir Path dir) {
    try (Served named =
        Served.with(
            dir,
            settings -> settings,
            HttpConfig.loopback(),
            Shop.DEFINITION.named(Shop.Card.class, "plastic").named(Shop.Size.SMALL, "S"))) {
      JsonNode described = named.get("/openapi.json").json();
      assertThat(described.at("/components/schemas/Payment/oneOf").toString())
          .contains("{\"const\":\"plastic\"}")
          .doesNotContain("{\"const\":\"Card\"}");
      assertThat(described.at("/components/schemas/till.Order/properties/size/enum").toString())
          .isEqualTo("[\"S\",\"LARGE\"]");
    }
  }

  @Test
  void theReplyOfAnEventIsDescribed() {
    assertThat(reply("TakeAndTell").get("$ref").stringValue())
        .isEqualTo("#/components/schemas/Total");
    assertThat(api.at("/components/schemas/Total").toString())
        .isEqualTo(
            "{\"type\":\"object\",\"properties\":{\"cents\":{\"type\":\"integer\","
                + "\"format\":\"int64\"}},\"required\":[\"cents\"]}");
    assertThat(reply("Count").toString()).isEqualTo("{\"type\":\"integer\",\"format\":\"int64\"}");
    assertThat(reply("Refund").get("$ref").stringValue()).isEqualTo("#/components/schemas/Payment");
  }

  private JsonNode reply(String event) {
    String path = "/paths/~1v1~1machines~1till~1{key}~1events~1" + event;
    return api.at(path + "/post/responses/200/content/application~1json/schema");
  }

  @Test
  void repliesAreAsDescribed() {
    Got refund =
        served.post(
            "/v1/machines/till/replies/events/Refund?reply=wait",
            "refund-1",
            "{\"payment\":{\"@type\":\"Cash\",\"cents\":5}}");
    assertThat(refund.json().toString()).isEqualTo("{\"@type\":\"Cash\",\"cents\":5}");
    assertThat(api.at("/components/schemas/Payment/oneOf").toString())
        .contains("{\"const\":\"Cash\"}");
    Got count = served.post("/v1/machines/till/replies/events/Count", "", "");
    assertThat(count.json().isIntegralNumber()).isTrue();
  }

  @Test
  void eventsBetweenMachinesAreNotDescribed() {
    assertThat(api.toString()).doesNotContain("events/Reminded");
  }

  @Test
  void onlyPlacedMachinesHaveAPlacement() {
    assertThat(api.at("/paths/~1v1~1machines~1till~1{key}~1events~1Take").toString())
        .doesNotContain("placement");
    assertThat(api.at("/paths/~1v1~1machines~1placed-till~1{key}~1events~1Take").toString())
        .contains("\"name\":\"placement\",\"in\":\"query\",\"required\":true");
  }
}
