package dev.perdure.cli;

import dev.perdure.testing.Fault;
import dev.perdure.testing.RunResult;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.SimulatedApp;
import dev.perdure.testing.Simulator;
import dev.perdure.testing.coverage.Coverage;
import dev.perdure.testing.explore.Exploration;
import dev.perdure.testing.explore.Explorer;
import dev.perdure.testing.explore.Picks;
import dev.perdure.testing.explore.Played;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
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
  /** Where the programs are that the kernel is tested with, told by the launcher for a soak. */
  static final String PROGRAMS_PROPERTY = "perdure.programs";

  private static final long USUAL_SEEDS = 1_000;
  private static final Played NOTHING = new Played(0, 0, 0, Duration.ZERO);

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "APP",
      description = "What to play; all there are, with --soak and no name.")
  private Optional<String> app = Optional.empty();

  @Option(
      names = "--class-path",
      paramLabel = "PATH",
      converter = ClassPath.Converter.class,
      description =
          "Jars and folders of an app of your own, which names itself in META-INF/services, and of"
              + " what it needs besides Perdure.")
  private ClassPath classPath = ClassPath.NONE;

  @Option(
      names = "--without",
      paramLabel = "FAULT,...",
      description = "Kinds of faults that do not strike, such as CRASH,CLOCK_JUMP (default: none).")
  private Optional<String> without = Optional.empty();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description =
          "How many runs (default: 1000; 1 with --seed; no bound with --minutes or --steps)."
              + " With --soak, in each round.")
  private Optional<Long> seeds = Optional.empty();

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "No run is begun after so many steps became durable; 10M is 10,000,000.",
      converter = Steps.class)
  private Optional<Long> steps = Optional.empty();

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
      description =
          "Plays fresh seeds of all apps, and of the programs that Perdure itself is tested with,"
              + " or of the one app named, in turns until --minutes are over or --steps are done.")
  private boolean soak;

  private final Coverage coverage = new Coverage();
  private Set<Fault> off = Set.of();

  /** Numbers of steps: a soak has many. */
  private static final class Steps implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      boolean millions = text.endsWith("M");
      long number = Long.parseLong(millions ? text.substring(0, text.length() - 1) : text);
      return Math.multiplyExact(number, millions ? 1_000_000L : 1);
    }
  }

  @Override
  public Integer call() {
    if (soak && app.isEmpty()) {
      classPath = classPath.plus(ClassPath.parse(System.getProperty(PROGRAMS_PROPERTY, "")));
    }
    Simulations simulations = Simulations.with(classPath);
    check(simulations);
    off = without.map(Spared::faults).orElse(Set.of());
    Schedules schedules = Schedules.named(strategy);
    if (soak && schedules.isDepthFirst()) {
      throw wrong("--soak plays fresh seeds, and depth-first has none: name another --strategy");
    }
    List<SimulatedApp> apps = apps(simulations);
    ReportFiles files = new ReportFiles(report, coverageFile);
    files.prepare();
    SimulationReport told =
        new SimulationReport(
            spec.commandLine().getOut(),
            files,
            shrinkSeconds,
            options(),
            coverage,
            System::nanoTime);
    if (picks.isPresent()) {
      return replay(apps.getFirst(), picks.get(), told);
    }
    return soak ? soak(apps, schedules, told) : explore(apps.getFirst(), schedules, told);
  }

  /** What a command must say to play the same, besides app, size and seed. */
  private String options() {
    String text = classPath.isEmpty() ? "" : " --class-path " + quoted(classPath.toString());
    return off.isEmpty() ? text : text + " --without " + Spared.names(off);
  }

  private static String quoted(String word) {
    return word.matches("[\\w./:,=+@%~-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private void check(Simulations simulations) {
    if (app.isEmpty() && !soak) {
      throw wrong("say which app to simulate. There are:\n" + simulations.list());
    }
    if (soak && minutes.isEmpty() && steps.isEmpty()) {
      throw wrong("--soak needs --minutes or --steps");
    }
    if (picks.isPresent() && seed.isEmpty()) {
      throw wrong("--picks needs the --seed that it was reported with");
    }
    boolean many = soak || seeds.isPresent() || steps.isPresent() || minutes.isPresent();
    if (picks.isPresent() && many) {
      throw wrong("--picks plays one run: not with --seeds, --steps, --minutes or --soak");
    }
    atLeastOne("--seeds", seeds.orElse(1L));
    atLeastOne("--steps", steps.orElse(1L));
    atLeastOne("--size", size.orElse(1));
    atLeastOne("--threads", threads.orElse(1));
    if (!(minutes.orElse(1.0) > 0)) {
      throw wrong("--minutes must be more than 0: " + minutes.orElse(1.0));
    }
    if (shrinkSeconds < 0) {
      throw wrong("--shrink must be 0 or more: " + shrinkSeconds);
    }
  }

  private static void atLeastOne(String option, long number) {
    if (number < 1) {
      throw wrong("%s must be 1 or more: %d".formatted(option, number));
    }
  }

  private static Failure wrong(String message) {
    return new Failure(Failure.WRONG_CALL, message);
  }

  private List<SimulatedApp> apps(Simulations simulations) {
    List<SimulatedApp> whole =
        app.map(name -> List.of(simulations.named(name))).orElseGet(simulations::all);
    return off.isEmpty()
        ? whole
        : whole.stream().<SimulatedApp>map(each -> new Spared(each, off)).toList();
  }

  private int sizeOf(SimulatedApp of) {
    return size.orElse(of.standardSize());
  }

  // ---- exploring -----------------------------------------------------------------------------

  private int explore(SimulatedApp of, Schedules schedules, SimulationReport told) {
    Explorer explorer = explorer(of, schedules, seed.orElseGet(Simulate::fresh), NOTHING, told);
    minutes.ifPresent(most -> explorer.time(duration(most)));
    steps.ifPresent(explorer::steps);
    if (seeds.isPresent() || (minutes.isEmpty() && steps.isEmpty())) {
      boolean one = seed.isPresent() && !schedules.isDepthFirst();
      explorer.seeds(seeds.orElse(one ? 1 : USUAL_SEEDS));
    }
    Exploration found = explorer.explore();
    return found.isOk()
        ? told.ok(found.played(), of.name())
        : told.failed(of, sizeOf(of), schedules, found.failures().getFirst());
  }

  private Explorer explorer(
      SimulatedApp of, Schedules schedules, long first, Played before, SimulationReport told) {
    told.begins(of, sizeOf(of), schedules, first);
    Explorer explorer = Explorer.of(of.scenario(sizeOf(of))).listen(told.after(before));
    schedules.decide(explorer, first);
    threads.ifPresent(explorer::threads);
    if (coverageFile.isPresent()) {
      explorer.coverage(coverage);
    }
    return explorer;
  }

  private int soak(List<SimulatedApp> apps, Schedules schedules, SimulationReport told) {
    Soak playing =
        new Soak(
            apps,
            steps.orElse(Long.MAX_VALUE),
            duration(minutes.orElse(Double.MAX_VALUE)),
            seed.orElseGet(Simulate::fresh));
    Optional<Soak.Failed> failed =
        playing.play(
            (of, first, before) ->
                explorer(of, schedules, first, before, told).seeds(seeds.orElse(Long.MAX_VALUE)));
    if (failed.isPresent()) {
      SimulatedApp of = failed.get().of();
      return told.failed(of, sizeOf(of), schedules, failed.get().run());
    }
    return told.ok(playing.played(), app.orElse("all apps"));
  }

  private static long fresh() {
    return new SplittableRandom().nextLong(1L << 48);
  }

  private static Duration duration(double minutes) {
    return Duration.ofNanos(Math.max(1, (long) (Math.min(minutes, 100_000) * 60e9)));
  }

  // ---- one run -------------------------------------------------------------------------------

  private int replay(SimulatedApp of, String text, SimulationReport told) {
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
    return result.isOk()
        ? told.ok(new Played(1, result.steps(), result.faults(), Duration.ofSeconds(1)), of.name())
        : told.failed(of, sizeOf(of), text, result);
  }
}
