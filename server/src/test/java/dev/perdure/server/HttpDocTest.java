package dev.perdure.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.server.Served.Got;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The documentation of HTTP says what is so: its examples are run, its tables are complete. */
final class HttpDocTest {
  private static final Path DOC = Path.of("..", "docs", "http.md");
  private static final Pattern BLOCK = Pattern.compile("```console\n(.*?)```", Pattern.DOTALL);
  private static final Pattern EXAMPLE =
      Pattern.compile("\\$ (curl .*?)\n# (\\d+)\n(.*?)(?=\n\\$ |$)", Pattern.DOTALL);
  private static final Pattern ARGUMENT = Pattern.compile("'([^']*)'|([^\\s'\\\\]+)");

  /** A command line of curl, and what it prints. */
  private record Example(String command, int status, String output) {}

  private static List<Example> examples() throws IOException {
    List<Example> examples = new ArrayList<>();
    Matcher blocks = BLOCK.matcher(Files.readString(DOC));
    while (blocks.find()) {
      Matcher each = EXAMPLE.matcher(blocks.group(1).strip());
      while (each.find()) {
        examples.add(
            new Example(each.group(1), Integer.parseInt(each.group(2)), each.group(3).strip()));
      }
    }
    return examples;
  }

  @Test
  void theExamplesDoWhatTheySay(@TempDir Path dir) throws IOException {
    List<Example> examples = examples();
    assertThat(examples).hasSizeGreaterThan(8);
    try (Served served = Served.at(dir)) {
      served.post("/v1/machines/till/back/events/Break", "b-1", "{\"why\":\"for the example\"}");
      long until = System.nanoTime() + Served.HANG.toNanos();
      while (served.get("/v1/parked").json().get("items").isEmpty()) {
        assertThat(System.nanoTime()).as("parked in time").isLessThan(until);
      }
      for (Example example : examples) {
        Got got = served.send(request(served, example.command()));
        assertThat(got.status()).as(example.command()).isEqualTo(example.status());
        JsonNode expected = Served.parse(example.output().getBytes(UTF_8));
        assertThat(same(expected, got.json()))
            .as("%s%nexpected %s%nfound    %s", example.command(), expected, got.json())
            .isTrue();
      }
    }
  }

  private static HttpRequest.Builder request(Served served, String command) {
    List<String> arguments = new ArrayList<>();
    Matcher matcher = ARGUMENT.matcher(command);
    while (matcher.find()) {
      String quoted = matcher.group(1);
      arguments.add(quoted != null ? quoted : matcher.group(2));
    }
    HttpRequest.Builder request = HttpRequest.newBuilder();
    String method = "GET";
    String body = "";
    for (int i = 1; i < arguments.size(); i++) {
      switch (arguments.get(i)) {
        case "-X" -> method = arguments.get(++i);
        case "-d" -> body = arguments.get(++i);
        case "-H" -> {
          String[] header = arguments.get(++i).split(": ", 2);
          request.header(header[0], header[1]);
        }
        case String url -> request.uri(served.uri(url.replace("http://localhost:8080", "")));
      }
    }
    return request.method(
        method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
  }

  /** Whether the two are the same, where {@code "..."} is the same as anything. */
  private static boolean same(JsonNode expected, JsonNode found) {
    if (expected.isString() && expected.stringValue().equals("...")) return true;
    if (expected.isObject() && found.isObject()) {
      return Set.copyOf(expected.propertyNames()).equals(Set.copyOf(found.propertyNames()))
          && expected
              .propertyStream()
              .allMatch(each -> same(each.getValue(), found.get(each.getKey())));
    }
    if (expected.isArray() && found.isArray() && expected.size() == found.size()) {
      for (int i = 0; i < expected.size(); i++) {
        if (!same(expected.get(i), found.get(i))) return false;
      }
      return true;
    }
    return expected.equals(found);
  }

  @Test
  void everyProblemIsInTheTable() throws IOException {
    String doc = Files.readString(DOC);
    for (ProblemType type : ProblemType.values()) {
      assertThat(doc)
          .contains("| %d | `%s` | %s |".formatted(type.status(), type.slug(), type.title()));
    }
    long rows = doc.lines().filter(line -> line.matches("\\| \\d{3} \\|.*")).count();
    assertThat(rows).isEqualTo(ProblemType.values().length);
  }

  @Test
  void everyRouteIsInTheTable(@TempDir Path dir) throws IOException {
    String doc = Files.readString(DOC);
    try (Served served = Served.at(dir)) {
      List<Route> routes =
          new Routes(served.node, new NodeCalls(served.node), Duration.ofSeconds(1)).all();
      for (Route route : routes) {
        assertThat(doc).contains("| `%s %s` |".formatted(route.method(), route.template()));
      }
      long rows = doc.lines().filter(line -> line.matches("\\| `(GET|POST) .*")).count();
      assertThat(rows).isEqualTo(routes.size());
    }
  }
}
