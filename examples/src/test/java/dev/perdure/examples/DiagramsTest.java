package dev.perdure.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.testing.diagram.MachineSource;
import dev.perdure.testing.diagram.MachineSources;
import dev.perdure.testing.diagram.StateDiagram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the diagrams in the READMEs to the sources. With {@code -Dperdure.golden=write} they are
 * drawn anew.
 */
final class DiagramsTest {
  private static final Path SOURCES = Path.of("src/main/java");

  /** The diagrams of each example, by its package. */
  private static final Map<String, List<StateDiagram>> DIAGRAMS = new LinkedHashMap<>();

  @BeforeAll
  static void drawAll() {
    MachineSources sources = MachineSources.in(SOURCES);
    List<MachineSource> machines = sources.machines();
    List<StateDiagram> diagrams = sources.diagrams(machines);
    for (int i = 0; i < machines.size(); i++) {
      DIAGRAMS
          .computeIfAbsent(machines.get(i).packageName(), _ -> new ArrayList<>())
          .add(diagrams.get(i));
    }
  }

  static List<String> examples() {
    return MachineSources.in(SOURCES).machines().stream()
        .map(MachineSource::packageName)
        .distinct()
        .toList();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theReadmeShowsTheStatesAsTheyAre(String example) throws IOException {
    Path readme = SOURCES.resolve(example.replace('.', '/')).resolve("README.md");
    String written = Files.readString(readme);
    String drawn = ReadmeDiagrams.drawn(written, diagrams(example));
    if ("write".equals(System.getProperty("perdure.golden"))) {
      Files.writeString(readme, drawn);
      return;
    }
    assertThat(written)
        .as("the diagrams in examples/%s; if the change is meant: ./perdure diagrams", readme)
        .isEqualTo(drawn);
  }

  @Test
  void aStaleOrMissingDiagramIsCaught() {
    List<StateDiagram> pingPong = diagrams("dev.perdure.examples.pingpong");
    String empty = "# Title\n<!-- diagram Ping -->\n<!-- /diagram -->\nText.\n";
    assertThatThrownBy(() -> ReadmeDiagrams.drawn(empty, pingPong))
        .hasMessageContaining("Pong has no diagram");
    String both = empty + "<!-- diagram Pong -->\n<!-- /diagram -->\n";
    String drawn = ReadmeDiagrams.drawn(both, pingPong);
    assertThat(drawn)
        .startsWith("# Title\n<!-- diagram Ping -->\n```mermaid\nstateDiagram-v2\n")
        .contains("```\n<!-- /diagram -->\nText.\n<!-- diagram Pong -->\n```mermaid\n");
    assertThat(ReadmeDiagrams.drawn(drawn, pingPong)).isEqualTo(drawn);
    String stale = drawn.replace("defer Play", "ignore Play");
    assertThat(stale).isNotEqualTo(drawn);
    assertThat(ReadmeDiagrams.drawn(stale, pingPong)).isEqualTo(drawn);
    assertThatThrownBy(() -> ReadmeDiagrams.drawn(both + both.replace("Ping", "Pang"), pingPong))
        .hasMessageContaining("Pang");
  }

  @Test
  void diagramsHaveTheStatesAndEventsOfTheDefinitions() {
    Map<String, StateDiagram> byType =
        DIAGRAMS.values().stream()
            .flatMap(List::stream)
            .collect(Collectors.toMap(StateDiagram::type, diagram -> diagram));
    assertThat(DefinitionsTest.definitions().map(definition -> definition.type().name()))
        .containsExactlyInAnyOrderElementsOf(byType.keySet());
    DefinitionsTest.definitions()
        .forEach(
            definition -> {
              StateDiagram diagram =
                  Optional.ofNullable(byType.get(definition.type().name())).orElseThrow();
              assertThat(diagram.states())
                  .containsExactlyElementsOf(names(definition.states(), definition.names()));
              assertThat(diagram.events())
                  .map(StateDiagram.Event::name)
                  .containsExactlyElementsOf(names(definition.type().events(), definition.names()));
            });
  }

  private static List<String> names(Class<?> family, Map<Class<?>, String> names) {
    return names.entrySet().stream()
        .filter(member -> family.isAssignableFrom(member.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  @Test
  void everyPairIsDecidedAndNothingIsGuessed() {
    Stream<StateDiagram> all = DIAGRAMS.values().stream().flatMap(List::stream);
    all.forEach(
        diagram -> {
          assertThat(diagram.warnings()).as(diagram.machine()).isEmpty();
          assertThat(diagram.initial()).as(diagram.machine()).hasSize(1);
          for (String state : diagram.states()) {
            for (StateDiagram.Event event : diagram.events()) {
              assertThat(diagram.transitions(state, event.name()))
                  .as("%s: %s + %s", diagram.machine(), state, event.name())
                  .isNotEmpty();
            }
          }
        });
  }

  private static List<StateDiagram> diagrams(String example) {
    return DIAGRAMS.getOrDefault(example, List.of());
  }
}
