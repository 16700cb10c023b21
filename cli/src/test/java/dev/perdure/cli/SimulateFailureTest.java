package dev.perdure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.testing.RunResult;
import dev.perdure.testing.SimulatedApp;
import dev.perdure.testing.coverage.Coverage;
import dev.perdure.testing.explore.ExplorationListener;
import dev.perdure.testing.explore.Explorer;
import dev.perdure.testing.explore.Played;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user is told of an app that fails. */
final class SimulateFailureTest {
  private static final String SERVICE = "META-INF/services/" + SimulatedApp.class.getName();

  @TempDir private Path dir;
  private Path services;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void offerTheApp() throws IOException {
    services = dir.resolve("services");
    Files.createDirectories(services.resolve(SERVICE).getParent());
    Files.writeString(services.resolve(SERVICE), ForgetfulApp.class.getName());
  }

  private int run(String... args) {
    out.getBuffer().setLength(0);
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  private int simulate(String... more) {
    Stream<String> first =
        Stream.of("simulate", "forgetful", "--class-path", services.toString(), "--shrink", "5");
    Stream<String> report = Stream.of("--report", dir.resolve("report").toString());
    return run(
        Stream.of(first, Stream.of(more), report).flatMap(each -> each).toArray(String[]::new));
  }

  private List<String> lines() {
    return out.toString().lines().toList();
  }

  private String lineWith(String beginning) {
    return lines().stream().filter(line -> line.startsWith(beginning)).findFirst().orElseThrow();
  }

  /** The command of a line of the report, without the name of the program. */
  private String[] command(String beginning) {
    String command = lineWith(beginning).substring(beginning.length());
    assertThat(command).startsWith("perdure simulate forgetful --class-path ");
    String again = command + " --report " + dir.resolve("again") + " --shrink 0";
    return again.substring("perdure ".length()).split(" ");
  }

  @Test
  void aFailureIsToldAndWrittenAndShownAgainByItsLines() throws IOException {
    assertThat(simulate("--seed", "1", "--seeds", "500")).isEqualTo(1);
    String last = lines().getLast();
    assertThat(last).matches("simulate: FAILED, seed \\d+");
    String seed = last.substring(last.lastIndexOf(' ') + 1);
    assertThat(out.toString()).contains("What happens in the small run:", "Count[]");
    try (Stream<Path> files = Files.list(dir.resolve("report"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("report.txt", "report.json", "sequence.mmd", "sequence.svg");
    }
    String failure = lineWith("forgetful fails: ");
    assertThat(dir.resolve("report").resolve("report.txt")).content().startsWith(failure);
    String[] found = command("To see the run that was found:  ");
    String[] small = command("To see the small run:  ");

    assertThat(run(found)).isEqualTo(1);
    assertThat(lines().getLast()).isEqualTo("simulate: FAILED, seed " + seed);
    assertThat(run(small)).isEqualTo(1);
    assertThat(lineWith("forgetful fails: ")).isEqualTo(failure);
  }

  @Test
  void aSoakOfAllPlaysTheProgramsThatTheLauncherNames() {
    System.setProperty(Simulate.PROGRAMS_PROPERTY, services.toString());
    try {
      String report = dir.resolve("report").toString();
      int code =
          run("simulate", "--soak", "--steps", "100000", "--shrink", "0", "--report", report);
      assertThat(code).as(out::toString).isEqualTo(1);
      assertThat(out.toString()).contains("appbuilder, size ", "forgetful fails: ");
      assertThat(run(command("To see the run that was found:  "))).isEqualTo(1);
      assertThat(run("simulate", "forgetful")).isEqualTo(2);
    } finally {
      System.clearProperty(Simulate.PROGRAMS_PROPERTY);
    }
  }

  @Test
  void faultsThatAreSwitchedOffDoNotStrike() {
    String all = "PASSIVATION,LOST_FIELDS,CRASH,TAKEOVER,HANDLER_EXCEPTION";
    assertThat(simulate("--seed", "1", "--seeds", "500", "--without", "LOST_FIELDS,passivation"))
        .isEqualTo(1);
    String[] found = command("To see the run that was found:  ");
    assertThat(found).contains("--without", "PASSIVATION,LOST_FIELDS");
    String failure = lineWith("forgetful fails: ");
    assertThat(run(command("To see the small run:  "))).isEqualTo(1);
    assertThat(lineWith("forgetful fails: ")).isEqualTo(failure);
    assertThat(
            simulate(
                "--seed",
                "1",
                "--seeds",
                "100",
                "--without",
                all + ",LOST_COMMIT,FAILED_SYNC," + "DISK_FULL,LOST_OUTCOME"))
        .as(out::toString)
        .isZero();
    assertThat(simulate("--without", "CRASH,EARTHQUAKE")).isEqualTo(2);
    assertThat(err.toString())
        .contains("there is no fault 'EARTHQUAKE'", "CRASH, ", "CLOCK_JUMP")
        .doesNotContain("\tat ");
  }

  @Test
  void whereNothingCanBeWrittenNothingIsPlayed() throws IOException {
    Path file = Files.writeString(dir.resolve("file"), "");
    String within = file.resolve("report").toString();
    assertThat(run("simulate", "pingpong", "--report", within)).isEqualTo(2);
    assertThat(run("simulate", "pingpong", "--report", file.toString())).isEqualTo(2);
    assertThat(run("simulate", "pingpong", "--coverage", within)).isEqualTo(2);
    assertThat(run("simulate", "pingpong", "--coverage", dir.toString())).isEqualTo(2);
    assertThat(out.toString()).doesNotContain("seeds from");
    assertThat(err.toString())
        .contains(
            "option --report: cannot write to " + within,
            "option --report: cannot write to " + file + ": it is no folder",
            "option --coverage: cannot write to " + file,
            "option --coverage: cannot write to " + dir + ": it is a folder")
        .doesNotContain("\tat ");
  }

  private SimulationReport report(ReportFiles files, long[] nanos) {
    return new SimulationReport(
        new PrintWriter(out, true), files, 0, "", new Coverage(), () -> nanos[0]);
  }

  @Test
  void aDiskThatFailsInTheEndTakesNothingAway() throws IOException {
    SimulatedApp app = new ForgetfulApp();
    RunResult found =
        Explorer.of(app.scenario(3)).firstSeed(1).seeds(500).explore().failure().orElseThrow();
    Path file = Files.writeString(dir.resolve("file"), "");
    ReportFiles gone = new ReportFiles(file, Optional.of(file.resolve("coverage.html")));
    int code = report(gone, new long[1]).failed(app, 3, Schedules.named("portfolio"), found);
    assertThat(code).isEqualTo(1);
    assertThat(out.toString())
        .contains(
            "forgetful fails: ",
            "To see the small run:  perdure simulate forgetful --size ",
            "warning: the report could not be written to " + file,
            "warning: what was reached could not be written to " + file);
    assertThat(lines().getLast()).isEqualTo("simulate: FAILED, seed " + found.seed());
  }

  @Test
  void howFarItIsIsShownEachTenSeconds() {
    long[] nanos = {0};
    ReportFiles files = new ReportFiles(dir, Optional.empty());
    ExplorationListener listener =
        report(files, nanos).after(new Played(1_000, 20_000, 300, Duration.ofSeconds(10)));
    Played soFar = new Played(500, 10_000, 200, Duration.ofSeconds(5));
    nanos[0] = Duration.ofMillis(9_999).toNanos();
    listener.progress(soFar);
    assertThat(out.toString()).isEmpty();
    nanos[0] = Duration.ofSeconds(10).toNanos();
    listener.progress(soFar);
    listener.progress(soFar);
    assertThat(lines()).containsExactly("  1,500 runs, 30,000 steps, 500 faults, 100/s");
    nanos[0] = Duration.ofSeconds(20).toNanos();
    listener.progress(soFar);
    assertThat(lines()).hasSize(2);
  }
}
