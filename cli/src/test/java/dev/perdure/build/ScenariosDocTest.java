package dev.perdure.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/scenarios.md} to the tests that there are. */
final class ScenariosDocTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern NAMED = Pattern.compile("`([a-z]+)/(\\w+)\\.(\\w+)`");

  /** A test as the document names it. */
  private record Named(String module, String type, String method) {
    @Override
    public String toString() {
      return "%s/%s.%s".formatted(module, type, method);
    }

    /** Whether there is one class of this name in the module's tests, with this method. */
    boolean isThere() {
      List<Path> sources;
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
        sources = files.filter(file -> file.endsWith(type + ".java")).toList();
      } catch (IOException e) {
        return false;
      }
      return sources.size() == 1 && has(sources.getFirst());
    }

    private boolean has(Path source) {
      try {
        Pattern declared =
            Pattern.compile(
                "@(Test|ParameterizedTest|Simulate|MethodSource)\\b(?:(?!;).)*?\\bvoid "
                    + method
                    + "\\(",
                Pattern.DOTALL);
        return declared.matcher(Files.readString(source)).find();
      } catch (IOException e) {
        return false;
      }
    }
  }

  private static List<Named> named(String row) {
    Matcher found = NAMED.matcher(row);
    return found.results().map(r -> new Named(r.group(1), r.group(2), r.group(3))).toList();
  }

  private static List<String> rows() throws IOException {
    return Files.readAllLines(ROOT.resolve("docs/scenarios.md")).stream()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| Scenario |"))
        .toList();
  }

  @Test
  void eachTestThatIsNamedIsThere() throws IOException {
    List<Named> all = rows().stream().flatMap(row -> named(row).stream()).toList();
    assertThat(all).hasSizeGreaterThan(50).allMatch(Named::isThere);
  }

  @Test
  void eachScenarioHasATestOrAReason() throws IOException {
    assertThat(rows())
        .hasSizeGreaterThan(60)
        .allMatch(row -> !named(row).isEmpty() || row.contains("| None: "));
  }

  @Test
  void aTestThatIsNotThereIsNamed() {
    assertThat(named("| a | `kernel/DeferTest.deferredEventsSurviveACrash` |"))
        .hasSize(1)
        .allMatch(Named::isThere);
    assertThat(named("`kernel/DeferTest.noSuchTest`, `kernel/NoTest.a`, `moon/DeferTest.a`"))
        .hasSize(3)
        .noneMatch(Named::isThere);
  }
}
