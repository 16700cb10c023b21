package dev.perdure.testing.coverage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.perdure.Definition;
import dev.perdure.MachineType;
import dev.perdure.Part;
import dev.perdure.testing.CommittedStep;
import dev.perdure.testing.CommittedStep.Verdict;
import dev.perdure.testing.Fault;
import dev.perdure.testing.RunListener;
import dev.perdure.testing.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What some runs reached: which pairs of state and event were stepped, where they led, and which
 * faults struck. One coverage hears as many runs as one likes, on as many threads: what it has
 * counted is a sum, so it is the same whatever the order of the runs.
 *
 * <pre>{@code
 * Coverage coverage = new Coverage();
 * Explorer.of(scenario).seeds(1_000).coverage(coverage).explore();
 * coverage.requireAll(Order.TYPE, Unreachable.in(Open.class, Paid.class));
 * coverage.writeHtml("order", Path.of("target", "order.html"));
 * }</pre>
 *
 * <p>A test annotated with {@code @Simulate} takes a coverage as its second parameter and says by
 * {@link #demandAll} what its seeds must reach. Anything else that plays runs may {@link
 * dev.perdure.testing.Simulation#listen listen} with it.
 *
 * <p>A pair is <em>reached</em> when an event of that class was stepped in a state of that class
 * and the step became durable, whatever the program made of it: {@code defer}, {@code ignore} and
 * {@code reject} are decisions of the program, and a wrong one is found only by reaching it.
 */
public final class Coverage implements RunListener {
  private final Map<Families, Definition<?, ?>> definitions = new ConcurrentHashMap<>();
  private final Map<Demand, Boolean> demands = new ConcurrentHashMap<>();
  private final Map<Met, LongAdder> met = new ConcurrentHashMap<>();
  private final Map<Fault, LongAdder> struck = new ConcurrentHashMap<>();
  private final LongAdder runs = new LongAdder();

  /** A machine type as a run had it: programs of several scenarios may use one name. */
  private record Families(MachineType<?> type, Class<?> states) {}

  private record Demand(MachineType<?> type, List<Unreachable> without) {}

  /** What a step was, without what it was about. */
  record Met(String type, Class<?> state, Class<?> event, Class<?> next, Verdict verdict) {}

  /** One that has heard nothing. */
  public Coverage() {}

  // ---- what is heard -------------------------------------------------------------------------

  @Override
  public void opened(List<Part> parts) {
    for (Part part : parts) {
      if (part instanceof Definition<?, ?> definition) {
        definitions.putIfAbsent(new Families(definition.type(), definition.states()), definition);
      }
    }
  }

  @Override
  public void committed(CommittedStep step) {
    Met one =
        new Met(
            step.machine().type(),
            step.before().getClass(),
            step.event().getClass(),
            step.after().getClass(),
            step.verdict());
    LongAdder times = met.get(one);
    if (times == null) {
      times = met.computeIfAbsent(one, _ -> new LongAdder());
    }
    times.increment();
  }

  @Override
  public void ended(RunResult result) {
    runs.increment();
    for (Fault fault : Fault.values()) {
      long times = result.struck(fault);
      if (times > 0) {
        struck.computeIfAbsent(fault, _ -> new LongAdder()).add(times);
      }
    }
  }

  // ---- what was reached ----------------------------------------------------------------------

  /** How many runs have ended. */
  public long runs() {
    return runs.sum();
  }

  /** How often a fault struck, in the runs that have ended. */
  public long struck(Fault fault) {
    LongAdder times = struck.get(requireNonNull(fault, "fault"));
    return times == null ? 0 : times.sum();
  }

  /** What was reached of each machine type that was in a run, by name. */
  public List<MachineCoverage> machines() {
    List<Definition<?, ?>> known = new ArrayList<>(definitions.values());
    known.sort(
        Comparator.comparing((Definition<?, ?> each) -> each.type().name())
            .thenComparing(each -> each.type().events().getName())
            .thenComparing(each -> each.states().getName()));
    return known.stream().map(this::of).toList();
  }

  /** What was reached of one machine type; empty when it was in no run. */
  public Optional<MachineCoverage> of(MachineType<?> type) {
    return definitions.values().stream()
        .filter(each -> each.type().equals(type))
        .min(Comparator.comparing(each -> each.states().getName()))
        .map(this::of);
  }

  private MachineCoverage of(Definition<?, ?> definition) {
    Map<Met, Long> counted = new LinkedHashMap<>();
    met.forEach((one, times) -> counted.put(one, times.sum()));
    return MachineCoverage.of(definition, counted);
  }

  // ---- what must be reached ------------------------------------------------------------------

  /**
   * Every pair of state and event of a machine type must have been reached, but for those that are
   * named as unreachable; and none of those may have been.
   *
   * <p>Pairs that the program defers, ignores or rejects are not left out by themselves: what it
   * does with a pair that it never met, nobody knows. And the lists of pairs that cannot be are
   * kept short by the program's own types: whole states and sealed superstates can be named, see
   * {@link Unreachable}.
   *
   * @throws AssertionError which names the pairs that are missing, and those that were named
   *     without need
   * @throws IllegalArgumentException if what is named as unreachable is no state, or no event, of
   *     the type
   */
  public void requireAll(MachineType<?> type, Unreachable... without) {
    require(new Demand(type, List.of(without)));
  }

  /**
   * Says now what {@link #requireAll} looks for when all runs have been played: for tests annotated
   * with {@code @Simulate}, whose method is played for each seed. Saying it again changes nothing.
   */
  public void demandAll(MachineType<?> type, Unreachable... without) {
    demands.put(new Demand(type, List.of(without)), true);
  }

  /**
   * All that was demanded must have been reached.
   *
   * @throws AssertionError as {@link #requireAll} does
   */
  public void check() {
    demands.keySet().stream()
        .sorted(Comparator.comparing(demand -> demand.type().name()))
        .forEach(this::require);
  }

  private void require(Demand demand) {
    MachineCoverage machine = of(demand.type()).orElse(null);
    if (machine == null) {
      Set<String> others = new java.util.TreeSet<>();
      definitions.keySet().forEach(each -> others.add(each.type().name()));
      throw new AssertionError(
          "machine type '%s' was in none of %d runs; in them were %s"
              .formatted(demand.type().name(), runs(), others));
    }
    List<Pair> missing = machine.unreached();
    List<Pair> needless = new ArrayList<>();
    for (Unreachable named : demand.without()) {
      for (Pair pair : machine.pairs(named)) {
        if (machine.isReached(pair)) {
          needless.add(pair);
        }
        missing.remove(pair);
      }
    }
    if (!missing.isEmpty() || !needless.isEmpty()) {
      throw new AssertionError(CoverageText.demand(machine, runs(), missing, needless));
    }
  }

  // ---- reports -------------------------------------------------------------------------------

  /** A line for each machine type, with the pairs that are missing, and one for the faults. */
  public String summary() {
    return CoverageText.summary(this);
  }

  /** All pairs, how often they were reached and where they led; and all faults. */
  public String toText() {
    return CoverageText.all(this);
  }

  /** The same as a page of HTML, which needs nothing but itself. */
  public String toHtml(String title) {
    return CoverageHtml.page(title, this);
  }

  /**
   * Writes the page.
   *
   * @param file its folder is made when it is not there
   * @throws IOException if it cannot be written
   */
  public void writeHtml(String title, Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(file, toHtml(title), UTF_8);
  }

  @Override
  public String toString() {
    return "Coverage[%d runs, %d machine types]".formatted(runs(), definitions.size());
  }
}
