package dev.perdure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SimulateTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  @Test
  void everyExampleIsFoundAndHoldsForAFewSeeds() {
    assertThat(Simulations.here().all())
        .extracting(app -> app.name())
        .containsExactly(
            "appbuilder",
            "bank",
            "pingpong",
            "pool",
            "remotecomm",
            "simpletimers",
            "survey",
            "wordcount");
    for (var app : Simulations.here().all()) {
      assertThat(run("simulate", app.name(), "--seeds", "3", "--seed", "1"))
          .as(() -> app.name() + "\n" + out)
          .isZero();
    }
    assertThat(out.toString().lines().filter(line -> line.startsWith("simulate: ok, 3 runs, ")))
        .hasSize(8)
        .allMatch(line -> line.matches("simulate: ok, 3 runs, \\d+ steps, \\d+ faults, \\d+/s"));
  }

  @Test
  void allSchedulesWithinABoundArePlayed() {
    assertThat(run("simulate", "pingpong", "--size", "1", "--strategy", "depth-first:0")).isZero();
    assertThat(out.toString()).contains("simulate: ok, 1 runs, ");
  }

  @Test
  void aSoakPlaysUntilTimeIsOver() {
    assertThat(run("simulate", "pingpong", "--soak", "--minutes", "0.001", "--seed", "1")).isZero();
    assertThat(out.toString()).containsPattern("simulate: ok, \\d+ runs");
  }

  @Test
  void aSoakPlaysAllAppsUntilTheStepsAreDone() {
    assertThat(run("simulate", "--soak", "--steps", "6000", "--seed", "1", "--threads", "1"))
        .as(out::toString)
        .isZero();
    List<String> lines = out.toString().lines().toList();
    Matcher last =
        Pattern.compile("simulate: ok, (\\d+) runs, (\\d+) steps, \\d+ faults, \\d+/s")
            .matcher(lines.getLast());
    assertThat(last.matches()).as(lines.getLast()).isTrue();
    assertThat(Long.parseLong(last.group(2))).isGreaterThanOrEqualTo(6_000);
    for (var app : Simulations.here().all()) {
      List<String> rounds =
          lines.stream().filter(line -> line.startsWith(app.name() + ", size ")).toList();
      assertThat(rounds).as(app.name()).hasSizeGreaterThan(1).doesNotHaveDuplicates();
    }
  }

  @Test
  void stepsBoundTheRunsOfOneAppToo() {
    assertThat(run("simulate", "pingpong", "--steps", "1", "--threads", "1")).isZero();
    assertThat(out.toString()).contains("simulate: ok, 1 runs, ");
    assertThat(run("simulate", "pingpong", "--steps", "many")).isEqualTo(2);
    assertThat(run("simulate", "pingpong", "--steps", "0M")).isEqualTo(2);
    assertThat(err.toString()).contains("'many'", "--steps must be 1 or more: 0");
  }

  @Test
  void coverageIsShownBeforeTheLastLineAndWrittenToAFile(@TempDir Path dir) throws IOException {
    Path file = dir.resolve("new").resolve("pingpong.html");
    assertThat(run("simulate", "pingpong", "--seeds", "5", "--coverage", file.toString())).isZero();
    List<String> lines = out.toString().lines().toList();
    assertThat(lines.getLast()).startsWith("simulate: ok, 5 runs");
    assertThat(lines.get(lines.size() - 2)).startsWith("faults that struck: ");
    assertThat(out.toString()).containsPattern("\nping\\S*: \\d+ of \\d+ pairs reached, ");
    assertThat(Files.readString(file)).contains("<p>5 runs.", "pingpong: coverage</h1>");
  }

  @Test
  void nothingIsSaidOfCoverageUnlessAskedFor() {
    assertThat(run("simulate", "pingpong", "--seeds", "2")).isZero();
    assertThat(out.toString()).doesNotContain("reached");
  }

  @Test
  void picksPlayOneRun() {
    assertThat(run("simulate", "pingpong", "--seed", "7", "--picks", "T1,T2")).isZero();
    assertThat(out.toString()).contains("simulate: ok, 1 runs, ");
  }

  @Test
  void wrongCallsSayWhatIsWrong() {
    assertThat(run("simulate")).isEqualTo(2);
    assertThat(err.toString()).contains("say which app to simulate", "bank", "pool");
    assertThat(run("simulate", "casino")).isEqualTo(2);
    assertThat(err.toString()).contains("there is no app 'casino' to simulate");
    assertThat(run("simulate", "bank", "--strategy", "luck")).isEqualTo(2);
    assertThat(err.toString()).contains("there is no strategy 'luck'", "depth-first:DEVIATIONS");
    assertThat(run("simulate", "bank", "--strategy", "depth-first:x")).isEqualTo(2);
    assertThat(err.toString()).contains("depth-first takes a number");
    assertThat(run("simulate", "bank", "--seeds", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--seeds must be 1 or more: 0");
    assertThat(run("simulate", "bank", "--minutes", "-1")).isEqualTo(2);
    assertThat(err.toString()).contains("--minutes must be more than 0");
    assertThat(run("simulate", "--soak")).isEqualTo(2);
    assertThat(err.toString()).contains("--soak needs --minutes or --steps");
    assertThat(run("simulate", "bank", "--picks", "T1")).isEqualTo(2);
    assertThat(err.toString()).contains("--picks needs the --seed");
    assertThat(run("simulate", "bank", "--strategy", "pct:1000")).isEqualTo(2);
    assertThat(err.toString()).contains("pct:1000: changes must be 0 to 100: 1000\n");
    assertThat(run("simulate", "--soak", "--minutes", "1", "--strategy", "depth-first:1"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--soak plays fresh seeds, and depth-first has none");
    assertThat(run("simulate", "bank", "--seed", "1", "--seeds", "2", "--picks", "T1"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--picks plays one run: not with --seeds");
    assertThat(run("simulate", "bank", "--seed", "1", "--picks", "X")).isEqualTo(2);
    assertThat(err.toString()).contains("not a pick: 'X'").doesNotContain("\tat ");
  }
}
