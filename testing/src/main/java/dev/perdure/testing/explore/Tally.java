package dev.perdure.testing.explore;

import dev.perdure.testing.RunResult;
import dev.perdure.testing.Simulator;
import dev.perdure.testing.TraceLine;
import dev.perdure.testing.explore.Search.Attempt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts what several threads play, and says when it is enough. Thread-safe. */
final class Tally {
  private static final long PROGRESS_NANOS = 1_000_000_000L;

  private final long mostRuns;
  private final long mostSteps;
  private final Duration mostTime;
  private final int mostFailures;
  private final ExplorationListener listener;
  private final long beginNanos = System.nanoTime();
  private final List<Failed> failures = new ArrayList<>();
  private long begun;
  private long runs;
  private long steps;
  private long faults;
  private long toldNanos = beginNanos;
  private boolean stopped;
  private boolean exhausted;
  private @Nullable Throwable broken;
  private String brokenWhere = "";

  private record Failed(Attempt attempt, RunResult result) {}

  Tally(
      long mostRuns,
      long mostSteps,
      Duration mostTime,
      int mostFailures,
      ExplorationListener listener) {
    this.mostRuns = mostRuns;
    this.mostSteps = mostSteps;
    this.mostTime = mostTime;
    this.mostFailures = mostFailures;
    this.listener = listener;
  }

  /** Whether one more run may begin; if so it is counted as begun. */
  synchronized boolean mayBegin() {
    if (stopped
        || begun >= mostRuns
        || steps >= mostSteps
        || failures.size() >= mostFailures
        || System.nanoTime() - beginNanos >= mostTime.toNanos()) {
      return false;
    }
    begun++;
    return true;
  }

  synchronized void ended(Attempt attempt, RunResult result) {
    runs++;
    steps += result.steps();
    faults += result.faults();
    if (!result.isOk()) {
      failures.add(new Failed(attempt, result));
      listener.failed(result);
    }
    long now = System.nanoTime();
    if (now - toldNanos >= PROGRESS_NANOS) {
      toldNanos = now;
      listener.progress(soFar());
    }
  }

  private Played soFar() {
    return new Played(runs, steps, faults, Duration.ofNanos(System.nanoTime() - beginNanos));
  }

  synchronized void stop() {
    stopped = true;
  }

  synchronized void exhausted() {
    exhausted = true;
  }

  /**
   * Not the scenario failed, but what plays it.
   *
   * @param where the run in which it did; empty when it was in none
   */
  synchronized void broke(Throwable by, String where) {
    stopped = true;
    broken = by;
    brokenWhere = where;
  }

  /** All threads are done. Failures are played again, and recorded. */
  synchronized Exploration result(Simulator simulator) {
    if (broken != null) {
      throw new IllegalStateException(
          "%sthe exploration itself failed: %s".formatted(brokenWhere, broken), broken);
    }
    Played played = soFar();
    List<RunResult> recorded =
        failures.stream()
            .sorted(Comparator.comparingLong((Failed failed) -> failed.attempt().number()))
            .limit(mostFailures)
            .map(failed -> again(simulator, failed))
            .toList();
    return new Exploration(played, recorded, exhausted && failures.size() < mostFailures);
  }

  private static RunResult again(Simulator simulator, Failed failed) {
    Attempt attempt = failed.attempt();
    RunResult result = simulator.record(attempt.seed(), attempt.strategy());
    if (FailureKind.of(failed.result()).isOf(result)) {
      return result;
    }
    RunResult third = simulator.record(attempt.seed(), attempt.strategy());
    return unsteady(failed.result(), result, third.trace().lines());
  }

  /** The program is not decided by the seed alone; that is worth more than the failure itself. */
  private static RunResult unsteady(RunResult first, RunResult second, List<TraceLine> third) {
    String message =
        "%s: seed %d ended with %s, and played again with %s. Something in the program or the scenario is decided by clocks, threads, identity or the order of a hash set. %s"
            .formatted(
                FailureKind.UNSTEADY,
                first.seed(),
                first.thrown(),
                second.isOk() ? "no failure" : second.thrown(),
                difference(second.trace().lines(), third));
    return new RunResult(
        first.seed(),
        new dev.perdure.testing.Violation(message, first.thrown()),
        second.turns(),
        second.steps(),
        second.struck(),
        second.choices(),
        second.trace());
  }

  private static String difference(List<TraceLine> one, List<TraceLine> other) {
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      if (!one.get(i).equals(other.get(i))) {
        return "The first difference between two plays: \"%s\" and \"%s\""
            .formatted(one.get(i), other.get(i));
      }
    }
    return one.size() == other.size()
        ? "Two more plays were alike"
        : "One of two plays went on where the other ended";
  }
}
