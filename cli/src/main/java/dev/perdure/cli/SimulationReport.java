package dev.perdure.cli;

import dev.perdure.testing.RunResult;
import dev.perdure.testing.SimulatedApp;
import dev.perdure.testing.coverage.Coverage;
import dev.perdure.testing.explore.ExplorationListener;
import dev.perdure.testing.explore.Picks;
import dev.perdure.testing.explore.Played;
import dev.perdure.testing.explore.Shrinker;
import dev.perdure.testing.explore.Shrunk;
import dev.perdure.testing.report.FailureReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Tells how far the runs are and how they ended; the last line says it in short. */
final class SimulationReport {
  private static final long PROGRESS_NANOS = 10_000_000_000L;

  private final PrintWriter out;
  private final Path folder;
  private final int shrinkSeconds;
  private final Coverage coverage;
  private final Optional<Path> coverageFile;
  private long shownNanos = System.nanoTime();

  /**
   * @param folder where the report of a failure is put
   * @param shrinkSeconds for how long a failure is made small
   * @param coverageFile where the coverage is shown, if it is
   */
  SimulationReport(
      PrintWriter out,
      Path folder,
      int shrinkSeconds,
      Coverage coverage,
      Optional<Path> coverageFile) {
    this.out = out;
    this.folder = folder;
    this.shrinkSeconds = shrinkSeconds;
    this.coverage = coverage;
    this.coverageFile = coverageFile;
  }

  // ---- on the way ----------------------------------------------------------------------------

  /** Runs begin. */
  void begins(SimulatedApp of, int size, Schedules schedules, long first) {
    out("%s, size %d, %s, seeds from %d", of.name(), size, schedules, first);
  }

  /** Shows now and then how far it is, with what was played before. */
  ExplorationListener after(Played before) {
    return new ExplorationListener() {
      @Override
      public void progress(Played soFar) {
        if (System.nanoTime() - shownNanos >= PROGRESS_NANOS) {
          shownNanos = System.nanoTime();
          Played all = before.plus(soFar);
          out(
              "  %,d runs, %,d steps, %,d faults, %.0f/s",
              all.runs(), all.steps(), all.faults(), all.runsPerSecond());
        }
      }

      @Override
      public void failed(RunResult run) {
        out("  seed %d fails: %s", run.seed(), String.valueOf(run.thrown()));
      }
    };
  }

  // ---- how it ended --------------------------------------------------------------------------

  /** Nothing failed. */
  int ok(Played played, String what) throws IOException {
    showCoverage(what);
    out(
        "simulate: ok, %d runs, %d steps, %d faults, %.0f/s",
        played.runs(), played.steps(), played.faults(), played.runsPerSecond());
    return 0;
  }

  /** A run failed, and is made small. */
  int failed(SimulatedApp of, int size, Schedules schedules, RunResult found) throws IOException {
    out("making it small, for at most %d s", shrinkSeconds);
    Duration most = Duration.ofSeconds(shrinkSeconds);
    Shrunk shrunk =
        schedules.isDepthFirst()
            ? Shrinker.shrink(of.scenario(size), found, most)
            : Shrinker.shrink(of, size, schedules.plan(), found, most);
    String how =
        schedules.isDepthFirst()
            ? " --picks " + Picks.of(found.choices())
            : " --strategy " + schedules;
    return report(of, size, found, shrunk, how);
  }

  /** A run that was decided by picks failed; it is shown as it is. */
  int failed(SimulatedApp of, int size, String picks, RunResult found) throws IOException {
    return report(of, size, found, new Shrunk(size, found, 0, true), " --picks " + picks);
  }

  private int report(SimulatedApp of, int size, RunResult found, Shrunk shrunk, String how)
      throws IOException {
    int small = shrunk.size() == 0 ? size : shrunk.size();
    String command = command(of, size, found.seed(), how);
    FailureReport made = FailureReport.of(of.name(), command, of.scenario(small), found, shrunk);
    made.write(folder);
    out("%s", made.toText());
    out(
        "To see the small run:  %s",
        command(of, small, shrunk.run().seed(), " --picks " + shrunk.picks()));
    out("The report is in %s: text, JSON, and a sequence diagram (Mermaid, SVG)", folder);
    showCoverage(of.name());
    out("simulate: FAILED, seed %d", found.seed());
    return Failure.FAILED;
  }

  private void showCoverage(String what) throws IOException {
    if (coverageFile.isPresent()) {
      Path file = coverageFile.get();
      coverage.writeHtml(what, file);
      out("What was reached, pair by pair, is in %s", file);
      out("%s", coverage.summary().stripTrailing());
    }
  }

  private static String command(SimulatedApp of, int size, long seed, String how) {
    return "perdure simulate %s --size %d --seed %d%s".formatted(of.name(), size, seed, how);
  }

  @SuppressWarnings("AnnotateFormatMethod") // The annotation would be a dependency.
  private void out(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
    out.flush();
  }
}
