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
import java.util.function.LongSupplier;

/**
 * Tells how far the runs are and how they ended; the last line says it in short. What was found is
 * printed first, and put into files afterwards: a disk that fails then takes nothing away.
 */
final class SimulationReport {
  private static final long PROGRESS_NANOS = 10_000_000_000L;

  private final PrintWriter out;
  private final ReportFiles files;
  private final int shrinkSeconds;
  private final String options;
  private final Coverage coverage;
  private final LongSupplier nanoTime;
  private long shownNanos;

  /**
   * @param shrinkSeconds for how long a failure is made small
   * @param options what is said in each command besides the app, beginning with a blank
   * @param nanoTime the time
   */
  SimulationReport(
      PrintWriter out,
      ReportFiles files,
      int shrinkSeconds,
      String options,
      Coverage coverage,
      LongSupplier nanoTime) {
    this.out = out;
    this.files = files;
    this.shrinkSeconds = shrinkSeconds;
    this.options = options;
    this.coverage = coverage;
    this.nanoTime = nanoTime;
    this.shownNanos = nanoTime.getAsLong();
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
        if (nanoTime.getAsLong() - shownNanos >= PROGRESS_NANOS) {
          shownNanos = nanoTime.getAsLong();
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
  int ok(Played played, String what) {
    showCoverage(what);
    out(
        "simulate: ok, %d runs, %d steps, %d faults, %.0f/s",
        played.runs(), played.steps(), played.faults(), played.runsPerSecond());
    return 0;
  }

  /** A run failed, and is made small. */
  int failed(SimulatedApp of, int size, Schedules schedules, RunResult found) {
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
  int failed(SimulatedApp of, int size, String picks, RunResult found) {
    return report(of, size, found, new Shrunk(size, found, 0, true), " --picks " + picks);
  }

  private int report(SimulatedApp of, int size, RunResult found, Shrunk shrunk, String how) {
    int small = shrunk.size() == 0 ? size : shrunk.size();
    String command = command(of, size, found.seed(), how);
    FailureReport made = FailureReport.of(of.name(), command, of.scenario(small), found, shrunk);
    out("%s", made.toText());
    out(
        "To see the small run:  %s",
        command(of, small, shrunk.run().seed(), " --picks " + shrunk.picks()));
    write(made);
    showCoverage(of.name());
    out("simulate: FAILED, seed %d", found.seed());
    return Failure.FAILED;
  }

  private void write(FailureReport made) {
    try {
      made.write(files.folder());
      out("The report is in %s: text, JSON, and a sequence diagram (Mermaid, SVG)", files.folder());
    } catch (IOException e) {
      out("warning: the report could not be written to %s: %s", files.folder(), e);
    }
  }

  private void showCoverage(String what) {
    if (files.coverage().isEmpty()) {
      return;
    }
    Path file = files.coverage().get();
    try {
      coverage.writeHtml(what, file);
      out("What was reached, pair by pair, is in %s", file);
    } catch (IOException e) {
      out("warning: what was reached could not be written to %s: %s", file, e);
    }
    out("%s", coverage.summary().stripTrailing());
  }

  private String command(SimulatedApp of, int size, long seed, String how) {
    return "perdure simulate %s%s --size %d --seed %d%s"
        .formatted(of.name(), options, size, seed, how);
  }

  @SuppressWarnings("AnnotateFormatMethod") // The annotation would be a dependency.
  private void out(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
    out.flush();
  }
}
