package dev.perdure.testing.explore;

import dev.perdure.testing.Choice;
import dev.perdure.testing.ChoicePoint.Kind;
import dev.perdure.testing.ReplayStrategy;
import dev.perdure.testing.RunResult;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.SimulatedApp;
import dev.perdure.testing.Simulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Makes a failing run small: a smaller scenario, fewer faults, fewer deviations from the plain
 * schedule, fewer turns. Each candidate is the run's choices with some made plain or cut out; it is
 * taken when it fails the same way and is smaller.
 */
public final class Shrinker {
  private static final int SEEDS_PER_SIZE = 200;
  private static final int SMALLEST_CUT = 8;
  private static final Comparator<RunResult> SMALLER =
      Comparator.comparingLong((RunResult run) -> deviations(run, true))
          .thenComparingLong(run -> deviations(run, false))
          .thenComparingLong(RunResult::turns)
          .thenComparingLong(Shrinker::weight);

  private final Simulator simulator;
  private final FailureKind kind;
  private final Deadline deadline;
  private RunResult best;
  private long tries;

  private Shrinker(Scenario scenario, RunResult failed, Deadline deadline) {
    if (failed.isOk()) {
      throw new IllegalArgumentException("a run that failed is needed");
    }
    this.simulator = Simulator.of(deadline.of(scenario));
    this.kind = FailureKind.of(failed);
    this.best = failed;
    this.deadline = deadline;
  }

  /**
   * Makes a run small; one that does not repeat is left as it is.
   *
   * @param failed a run of the scenario that failed and was recorded
   * @param atMost for how long; a try that is under way then is ended
   */
  public static Shrunk shrink(Scenario scenario, RunResult failed, Duration atMost) {
    return shrink(scenario, 0, failed, Deadline.at(System.nanoTime() + atMost.toNanos()));
  }

  /**
   * Makes a run of an application small: looks for a smaller size first that fails the same way.
   *
   * @param size the size of the run that failed
   * @param plan how it was decided
   */
  public static Shrunk shrink(
      SimulatedApp app, int size, Plan plan, RunResult failed, Duration atMost) {
    long now = System.nanoTime();
    Deadline deadline = Deadline.at(now + atMost.toNanos());
    Deadline ofSizes = Deadline.at(now + atMost.toNanos() / 3);
    FailureKind kind = FailureKind.of(failed);
    for (int smaller = 1; smaller < size && !kind.isUnsteady(); smaller++) {
      Simulator simulator = Simulator.of(ofSizes.of(app.scenario(smaller)));
      for (long i = 0; i < SEEDS_PER_SIZE && !ofSizes.isOver(); i++) {
        long seed = failed.seed() + i;
        if (kind.isOf(simulator.run(seed, plan.strategy(seed)))) {
          RunResult small = Simulator.of(app.scenario(smaller)).record(seed, plan.strategy(seed));
          return shrink(app.scenario(smaller), smaller, small, deadline);
        }
      }
    }
    return shrink(app.scenario(size), size, failed, deadline);
  }

  static Shrunk shrink(Scenario scenario, int size, RunResult failed, Deadline deadline) {
    if (FailureKind.of(failed).isUnsteady()) {
      return new Shrunk(size, failed, 0, false);
    }
    Shrinker shrinker = new Shrinker(scenario, failed, deadline);
    boolean minimal = shrinker.shrink();
    return new Shrunk(size, shrinker.best, shrinker.tries, minimal);
  }

  @SuppressWarnings("ReferenceEquality") // Whether a round has put another run in its place.
  private boolean shrink() {
    RunResult before;
    do {
      before = best;
      withoutOneSort();
      plainInChunks();
      lowerValues();
      cut();
    } while (best != before && !deadline.isOver());
    return !deadline.isOver();
  }

  // ---- what is tried -------------------------------------------------------------------------

  /** Each kind of fault, and each other kind of choice, all at once. */
  private void withoutOneSort() {
    tryPlain(choice -> true);
    Set<String> faults = new LinkedHashSet<>();
    for (Choice choice : best.choices()) {
      if (choice.kind() == Kind.FAULT && choice.picked() != 0) {
        faults.add(choice.label());
      }
    }
    for (String fault : faults) {
      tryPlain(choice -> choice.kind() == Kind.FAULT && choice.label().equals(fault));
    }
    for (Kind one : Kind.values()) {
      tryPlain(choice -> choice.kind() == one);
    }
  }

  private void tryPlain(Predicate<Choice> which) {
    List<Choice> changed = new ArrayList<>();
    boolean differs = false;
    for (Choice choice : best.choices()) {
      boolean change = choice.picked() != 0 && which.test(choice);
      changed.add(change ? plain(choice) : choice);
      differs |= change;
    }
    if (differs) {
      attempt(changed);
    }
  }

  private static Choice plain(Choice choice) {
    return new Choice(choice.kind(), choice.options(), 0, choice.label());
  }

  /** Deviations in ever smaller chunks, down to each one. */
  private void plainInChunks() {
    int size = deviating().length;
    while (size > 0 && !deadline.isOver()) {
      size = Math.min(size, deviating().length);
      for (int from = 0; size > 0 && from < deviating().length && !deadline.isOver(); ) {
        int[] places = deviating();
        List<Choice> changed = new ArrayList<>(best.choices());
        for (int i = from; i < Math.min(from + size, places.length); i++) {
          changed.set(places[i], plain(changed.get(places[i])));
        }
        if (!attempt(changed)) {
          from += size;
        }
      }
      size /= 2;
    }
  }

  /** Where something else than the plain option was picked. */
  private int[] deviating() {
    List<Choice> choices = best.choices();
    return IntStream.range(0, choices.size()).filter(i -> choices.get(i).picked() != 0).toArray();
  }

  /** Values down to 1, or to the half. */
  private void lowerValues() {
    for (int i = 0; i < best.choices().size() && !deadline.isOver(); i++) {
      Choice choice = best.choices().get(i);
      if (choice.kind() == Kind.VALUE && choice.picked() > 1) {
        if (!tryValue(i, 1)) {
          tryValue(i, choice.picked() / 2);
        }
      }
    }
  }

  private boolean tryValue(int place, int value) {
    List<Choice> changed = new ArrayList<>(best.choices());
    Choice choice = changed.get(place);
    changed.set(place, new Choice(choice.kind(), choice.options(), value, choice.label()));
    return attempt(changed);
  }

  /** Takes spans of choices out, so that what came after them comes earlier. */
  private void cut() {
    for (int size = best.choices().size() / 2;
        size >= SMALLEST_CUT && !deadline.isOver();
        size /= 2) {
      for (int from = 0; from < best.choices().size() && !deadline.isOver(); ) {
        List<Choice> changed = new ArrayList<>(best.choices());
        changed.subList(from, Math.min(from + size, changed.size())).clear();
        if (!attempt(changed)) {
          from += size;
        }
      }
    }
  }

  // ---- trying --------------------------------------------------------------------------------

  private boolean attempt(List<Choice> choices) {
    if (deadline.isOver()) {
      return false;
    }
    tries++;
    if (!kind.isOf(simulator.run(best.seed(), new ReplayStrategy(choices)))) {
      return false;
    }
    RunResult recorded = simulator.record(best.seed(), new ReplayStrategy(choices));
    if (!kind.isOf(recorded) || SMALLER.compare(recorded, best) >= 0) {
      return false;
    }
    best = recorded;
    return true;
  }

  private static long deviations(RunResult run, boolean faultsOnly) {
    return run.choices().stream()
        .filter(choice -> choice.picked() != 0)
        .filter(choice -> !faultsOnly || choice.kind() == Kind.FAULT)
        .count();
  }

  private static long weight(RunResult run) {
    return run.choices().stream().mapToLong(Choice::picked).sum();
  }
}
