package dev.perdure.cli;

import dev.perdure.testing.RunResult;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.SimulatedApp;
import dev.perdure.testing.Simulator;
import dev.perdure.testing.coverage.Coverage;
import dev.perdure.testing.explore.DepthFirst;
import dev.perdure.testing.explore.Exploration;
import dev.perdure.testing.explore.ExplorationListener;
import dev.perdure.testing.explore.Explorer;
import dev.perdure.testing.explore.Picks;
import dev.perdure.testing.explore.Plan;
import dev.perdure.testing.explore.Played;
import dev.perdure.testing.explore.Shrinker;
import dev.perdure.testing.explore.Shrunk;
import dev.perdure.testing.report.FailureReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays applications in the simulator, under faults, until something fails or time is over. */
@Command(
    name = "simulate",
    description = {
      "Plays an app in the simulator, again and again: every interleaving, every crash.",
      "A failure is made small, and reported with the line that shows it again."
    },
    footer = {
      "",
      "The last line is 'simulate: ok, R runs, S steps, F faults, N/s' or 'simulate: FAILED, seed"
          + " S'.",
      "Exit codes: 0 nothing failed, 1 something failed, 2 called wrongly."
    },
    mixinStandardHelpOptions = true)
final class Simulate implements Callable<Integer> {
  private static final long USUAL_SEEDS = 1_000;
  private static final Duration SOAK_ROUND = Duration.ofSeconds(20);
  private static final String DEPTH_FIRST = "depth-first";

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "APP",
      description = "What to play; all there are, with --soak and no name.")
  private Optional<String> app = Optional.empty();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "How many runs (default: 1000; 1 with --seed; no bound with --minutes).")
  private Optional<Long> seeds = Optional.empty();

  @Option(names = "--minutes", paramLabel = "M", description = "For how long; 0.5 is 30 seconds.")
  private Optional<Double> minutes = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "The first seed; the next run has the next (default: a fresh one, printed).")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--strategy",
      paramLabel = "STRATEGY",
      defaultValue = "portfolio",
      description =
          "random, pct:CHANGES, delays:DELAYS, portfolio (some of each), or depth-first:DEVIATIONS"
              + " (all schedules without faults) (default: ${DEFAULT-VALUE}).")
  private String strategy;

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      description = "How large the scenario is (default: what the app says).")
  private Optional<Integer> size = Optional.empty();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Runs at once (default: one for each core).")
  private Optional<Integer> threads = Optional.empty();

  @Option(
      names = "--picks",
      paramLabel = "PICKS",
      description = "Plays one run, of --seed, decided by these picks, as a report names them.")
  private Optional<String> picks = Optional.empty();

  @Option(
      names = "--shrink",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "For how long a failure is made small (default: ${DEFAULT-VALUE}).")
  private int shrinkSeconds;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Where the report of a failure is put (default: target/simulate here).")
  private Path report = Path.of("target", "simulate");

  @Option(
      names = "--coverage",
      paramLabel = "FILE.html",
      description = "Shows what was reached, at the end and as a page in this file.")
  private Optional<Path> coverageFile = Optional.empty();

  @Option(
      names = "--soak",
      description = "Plays fresh seeds of all apps, or of the one named, in turns until --minutes.")
  private boolean soak;

  private final Coverage coverage = new Coverage();

  @Override
  public Integer call() throws IOException {
    check();
    if (picks.isPresent()) {
      return replay(chosen(), picks.get());
    }
    return soak ? soak() : explore(chosen());
  }

  private void check() {
    if (app.isEmpty() && !soak) {
      throw wrong("say which app to simulate. There are:\n" + Simulations.list());
    }
    if (soak && minutes.isEmpty()) {
      throw wrong("--soak needs --minutes");
    }
    if (picks.isPresent() && seed.isEmpty()) {
      throw wrong("--picks needs the --seed that it was reported with");
    }
    atLeastOne("--seeds", seeds.orElse(1L));
    atLeastOne("--size", size.orElse(1));
    atLeastOne("--threads", threads.orElse(1));
    if (!(minutes.orElse(1.0) > 0)) {
      throw wrong("--minutes must be more than 0: " + minutes.orElse(1.0));
    }
    if (shrinkSeconds < 0) {
      throw wrong("--shrink must be 0 or more: " + shrinkSeconds);
    }
    parsed();
  }

  private static void atLeastOne(String option, long number) {
    if (number < 1) {
      throw wrong("%s must be 1 or more: %d".formatted(option, number));
    }
  }

  private static Failure wrong(String message) {
    return new Failure(Failure.WRONG_CALL, message);
  }

  private SimulatedApp chosen() {
    return Simulations.named(app.orElseThrow());
  }

  private int sizeOf(SimulatedApp of) {
    return size.orElse(of.standardSize());
  }

  private boolean isDepthFirst() {
    return strategy.equals(DEPTH_FIRST) || strategy.startsWith(DEPTH_FIRST + ":");
  }

  /** The plan that was named; for a search depth-first, the one that failures are reported with. */
  private Plan parsed() {
    try {
      if (isDepthFirst()) {
        var _ = deviations();
        return Plan.random();
      }
      return Plan.named(strategy);
    } catch (IllegalArgumentException e) {
      throw wrong(
          isDepthFirst()
              ? "depth-first takes a number, as in depth-first:2, not '%s'".formatted(strategy)
              : e.getMessage() + ", depth-first:DEVIATIONS");
    }
  }

  private int deviations() {
    return strategy.equals(DEPTH_FIRST)
        ? Integer.MAX_VALUE
        : Integer.parseUnsignedInt(strategy.substring(DEPTH_FIRST.length() + 1));
  }

  // ---- exploring -----------------------------------------------------------------------------

  private int explore(SimulatedApp of) throws IOException {
    long first = seed.orElseGet(Simulate::fresh);
    out("%s, size %d, %s, seeds from %d", of.name(), sizeOf(of), strategy, first);
    Explorer explorer = explorer(of, first);
    minutes.ifPresent(most -> explorer.time(duration(most)));
    if (seeds.isPresent() || minutes.isEmpty()) {
      explorer.seeds(seeds.orElse(seed.isPresent() && !isDepthFirst() ? 1 : USUAL_SEEDS));
    }
    Exploration found = explorer.explore();
    return found.isOk() ? ok(found.played()) : failed(of, found.failures().getFirst());
  }

  private Explorer explorer(SimulatedApp of, long first) {
    Explorer explorer =
        Explorer.of(of.scenario(sizeOf(of))).plan(parsed()).firstSeed(first).listen(new Shown());
    if (isDepthFirst()) {
      explorer.depthFirst(DepthFirst.schedules().deviations(deviations()).seed(first));
    }
    threads.ifPresent(explorer::threads);
    if (coverageFile.isPresent()) {
      explorer.coverage(coverage);
    }
    return explorer;
  }

  private int soak() throws IOException {
    List<SimulatedApp> apps = app.isPresent() ? List.of(chosen()) : Simulations.all();
    long endNanos = System.nanoTime() + duration(minutes.orElseThrow()).toNanos();
    Played sum = new Played(0, 0, 0, Duration.ZERO);
    SplittableRandom firsts = new SplittableRandom(seed.orElseGet(Simulate::fresh));
    for (int i = 0; System.nanoTime() < endNanos; i++) {
      SimulatedApp of = apps.get(i % apps.size());
      long first = firsts.nextLong(1L << 48);
      Duration left = Duration.ofNanos(Math.max(1, endNanos - System.nanoTime()));
      Duration round = left.compareTo(SOAK_ROUND) < 0 ? left : SOAK_ROUND;
      out("%s, size %d, %s, seeds from %d", of.name(), sizeOf(of), strategy, first);
      Exploration found =
          explorer(of, first).time(round).seeds(seeds.orElse(Long.MAX_VALUE)).explore();
      if (!found.isOk()) {
        return failed(of, found.failures().getFirst());
      }
      sum = sum(sum, found.played());
    }
    return ok(sum);
  }

  private static Played sum(Played one, Played other) {
    return new Played(
        one.runs() + other.runs(),
        one.steps() + other.steps(),
        one.faults() + other.faults(),
        one.elapsed().plus(other.elapsed()));
  }

  private static long fresh() {
    return new SplittableRandom().nextLong(1L << 48);
  }

  private static Duration duration(double minutes) {
    return Duration.ofNanos(Math.max(1, (long) (Math.min(minutes, 100_000) * 60e9)));
  }

  /** Shows how far it is, now and then. */
  private final class Shown implements ExplorationListener {
    private static final long EVERY_NANOS = 10_000_000_000L;

    private long shownNanos = System.nanoTime();

    @Override
    public void progress(Played soFar) {
      if (System.nanoTime() - shownNanos >= EVERY_NANOS) {
        shownNanos = System.nanoTime();
        out(
            "  %,d runs, %,d steps, %,d faults, %.0f/s",
            soFar.runs(), soFar.steps(), soFar.faults(), soFar.runsPerSecond());
      }
    }

    @Override
    public void failed(RunResult run) {
      out("  seed %d fails: %s", run.seed(), String.valueOf(run.thrown()));
    }
  }

  // ---- how it ended --------------------------------------------------------------------------

  private int replay(SimulatedApp of, String text) throws IOException {
    Picks read;
    try {
      read = Picks.parse(text);
    } catch (IllegalArgumentException e) {
      throw wrong("--picks: " + e.getMessage());
    }
    Scenario scenario = of.scenario(sizeOf(of));
    RunResult result =
        Simulator.of(simulation -> scenario.play(simulation.listen(coverage)))
            .record(seed.orElseThrow(), read.strategy());
    if (result.isOk()) {
      return ok(new Played(1, result.steps(), result.faults(), Duration.ofSeconds(1)));
    }
    Shrunk asItIs = new Shrunk(sizeOf(of), result, 0, true);
    return report(of, result, asItIs, command(of, sizeOf(of), result.seed(), " --picks " + text));
  }

  private int ok(Played played) throws IOException {
    showCoverage();
    out(
        "simulate: ok, %d runs, %d steps, %d faults, %.0f/s",
        played.runs(), played.steps(), played.faults(), played.runsPerSecond());
    return 0;
  }

  private int failed(SimulatedApp of, RunResult found) throws IOException {
    out("making it small, for at most %d s", shrinkSeconds);
    Duration most = Duration.ofSeconds(shrinkSeconds);
    Shrunk shrunk =
        isDepthFirst()
            ? Shrinker.shrink(of.scenario(sizeOf(of)), found, most)
            : Shrinker.shrink(of, sizeOf(of), parsed(), found, most);
    String how =
        isDepthFirst() ? " --picks " + Picks.of(found.choices()) : " --strategy " + strategy;
    return report(of, found, shrunk, command(of, sizeOf(of), found.seed(), how));
  }

  private int report(SimulatedApp of, RunResult found, Shrunk shrunk, String command)
      throws IOException {
    int small = shrunk.size() == 0 ? sizeOf(of) : shrunk.size();
    FailureReport made = FailureReport.of(of.name(), command, of.scenario(small), found, shrunk);
    made.write(report);
    out("%s", made.toText());
    out(
        "To see the small run:  %s",
        command(of, small, shrunk.run().seed(), " --picks " + shrunk.picks()));
    out("The report is in %s: text, JSON, and a sequence diagram (Mermaid, SVG)", report);
    showCoverage();
    out("simulate: FAILED, seed %d", found.seed());
    return Failure.FAILED;
  }

  private void showCoverage() throws IOException {
    if (coverageFile.isPresent()) {
      Path file = coverageFile.get();
      coverage.writeHtml(app.orElse("all apps"), file);
      out("What was reached, pair by pair, is in %s", file);
      out("%s", coverage.summary().stripTrailing());
    }
  }

  private static String command(SimulatedApp of, int size, long seed, String how) {
    return "perdure simulate %s --size %d --seed %d%s".formatted(of.name(), size, seed, how);
  }

  @SuppressWarnings("AnnotateFormatMethod") // The annotation would be a dependency.
  private void out(String format, Object... values) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(String.format(Locale.ROOT, format, values));
    out.flush();
  }
}
