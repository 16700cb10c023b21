package dev.perdure.testing.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.testing.RunResult;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.Simulator;
import dev.perdure.testing.Spinner;
import dev.perdure.testing.explore.FailingRace;
import dev.perdure.testing.explore.Shrinker;
import dev.perdure.testing.explore.Shrunk;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FailureReportTest {
  private final FailureReport report = FailingRace.report();

  @Test
  void theTextTellsWhatFailsHowToSeeItAgainAndWhoDidWhat() {
    assertThat(report.toText())
        .startsWith("race fails: race: first was LONG_WAY")
        .contains(
            "To see the run that was found:  perdure simulate race --seed 3",
            "Made small in ",
            "picks ",
            "client starter -> race/",
            "Go[hops=2] from request starter-1",
            "sends ShortWay[] to race/",
            "sends Hop[left=2] to race/",
            "State[first=NOBODY] -> State[first=LONG_WAY]",
            "Arrived[longWay=false] from race/",
            ", ignored",
            "-- nothing is left to do",
            "Each machine, its first state and its last:",
            "dev.perdure.testing.Violation: race: first was LONG_WAY\n    at ");
  }

  @Test
  void theDiagramForMermaidNamesEachParticipantOnceAndUsesOnlyThose() {
    String text = report.toMermaid();
    assertThat(text).startsWith("sequenceDiagram\n  participant p0 as client starter\n");
    long participants = text.lines().filter(line -> line.startsWith("  participant ")).count();
    assertThat(participants).isEqualTo(5);
    assertThat(text).contains("p0->>p1: 1: Go[hops=2]").doesNotContain("p-1", "p5");
    assertThat(text.lines().skip(1))
        .allMatch(
            line ->
                line.matches(
                    "  (participant p\\d as .+|p\\d--?>>p\\d: .+|Note over p\\d(,p\\d)?: .+)"));
  }

  @Test
  void theDrawingIsWellFormedAndShowsEachRow() throws Exception {
    Document drawn =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(report.toSvg())));
    assertThat(drawn.getDocumentElement().getTagName()).isEqualTo("svg");
    String text = drawn.getDocumentElement().getTextContent();
    assertThat(text)
        .contains("client starter", "Go[hops=2]", "State[first=NOBODY] -> State[first=LONG_WAY]");
  }

  @Test
  void theJsonHasAllOfIt() {
    JsonNode json = new ObjectMapper().readTree(report.toJson());
    assertThat(json.get("name").asString()).isEqualTo("race");
    assertThat(json.get("failure").asString()).contains("race: first was LONG_WAY");
    assertThat(json.get("picks").asString()).matches("([TCFV]\\d+(=\\d+)?,?)+");
    assertThat(json.get("minimal").asBoolean()).isTrue();
    assertThat(json.get("trace").size()).isGreaterThan(10);
  }

  @Test
  void itIsWrittenAsFourFiles(@TempDir Path dir) throws Exception {
    report.write(dir.resolve("made"));
    assertThat(Files.readString(dir.resolve("made/report.txt"))).isEqualTo(report.toText());
    assertThat(dir.resolve("made")).isDirectoryContaining("glob:**sequence.mmd");
    assertThat(dir.resolve("made")).isDirectoryContaining("glob:**sequence.svg");
    assertThat(dir.resolve("made")).isDirectoryContaining("glob:**report.json");
  }

  @Test
  void ofAVeryLongRunTheBeginningAndTheEndAreTold() {
    Scenario endless =
        simulation -> {
          simulation.open(Spinner.DEFINITION);
          var _ =
              simulation
                  .client("c")
                  .send(Spinner.TYPE.ref("s"), new Spinner.Turn(Spinner.TYPE.ref("s")));
          simulation.run();
        };
    String text = text(endless);
    assertThat(text).contains("spinner/s step 1: ", "-- and so on, ");
    assertThat(text.lines().count()).isLessThan(2_000);
  }

  @Test
  void whatHappensAfterTheScenarioIsToldToo() {
    Scenario joined =
        simulation -> {
          simulation
              .invariant(_ -> assertThat(simulation.history()).hasSize(1))
              .open(Spinner.DEFINITION);
          simulation.client("c").send(Spinner.TYPE.ref("s"), new Spinner.Tick()).join();
          simulation.client("c").send(Spinner.TYPE.ref("s"), new Spinner.Tick()).join();
        };
    assertThat(text(joined)).contains("-- nothing is left to do");
  }

  private static String text(Scenario scenario) {
    RunResult failed = Simulator.of(scenario).record(1);
    Shrunk shrunk = Shrinker.shrink(scenario, failed, Duration.ZERO);
    return FailureReport.of("it", "no way", scenario, failed, shrunk).toText();
  }
}
