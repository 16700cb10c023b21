package dev.perdure.testing.explore;

import dev.perdure.testing.ChoicePoint;
import dev.perdure.testing.ChoicePoint.Kind;
import dev.perdure.testing.Strategy;
import java.util.Set;

/**
 * Every schedule of a program, within bounds, each exactly once. Good for programs of a few events:
 * the number of schedules grows with the factorial of those. Faults do not strike; a scenario gets
 * the crossings of seams to be gone through by leaving {@link dev.perdure.testing.Fault
 * INTERRUPTION} switched on.
 *
 * @param seed of the chance inside the program, the same in each run
 * @param kinds the kinds of choices that are gone through; all others are made the plain way
 * @param depth how many choices of a run, from its beginning, are gone through
 * @param deviations how many of them may be another than the plain one
 */
public record DepthFirst(long seed, Set<Kind> kinds, int depth, int deviations) {
  /** Checks the bounds. */
  public DepthFirst {
    kinds = Set.copyOf(kinds);
    if (depth < 1 || deviations < 0) {
      throw new IllegalArgumentException("depth must be >= 1 and deviations >= 0");
    }
  }

  /** All schedules of tasks and crossings, without a bound. */
  public static DepthFirst schedules() {
    return new DepthFirst(
        0, Set.of(Kind.TASK, Kind.CROSSING), Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  /** These, with values too: of the world, and those that the scenario chooses. */
  public DepthFirst withValues() {
    return new DepthFirst(seed, Set.of(Kind.TASK, Kind.CROSSING, Kind.VALUE), depth, deviations);
  }

  /** These, for the first choices of a run only. */
  public DepthFirst depth(int most) {
    return new DepthFirst(seed, kinds, most, deviations);
  }

  /** These, with few deviations from the plain schedule. */
  public DepthFirst deviations(int most) {
    return new DepthFirst(seed, kinds, depth, most);
  }

  /** These, with other chance inside the program. */
  public DepthFirst seed(long of) {
    return new DepthFirst(of, kinds, depth, deviations);
  }

  boolean goesThrough(ChoicePoint point) {
    return kinds.contains(point.kind());
  }

  /** Decides as a path says, the plain way where it ends, and keeps what there was to choose. */
  static final class Path implements Strategy {
    private final DepthFirst bounds;
    private final int[] picks;
    private int[] options = new int[32];
    private int length;

    Path(DepthFirst bounds, int[] picks) {
      this.bounds = bounds;
      this.picks = picks;
    }

    @Override
    public int choose(ChoicePoint point) {
      if (length >= bounds.depth() || !bounds.goesThrough(point)) {
        return 0;
      }
      if (length == options.length) {
        options = java.util.Arrays.copyOf(options, length * 2);
      }
      options[length] = point.options();
      int pick = length < picks.length ? picks[length] : 0;
      length++;
      return pick;
    }

    int[] picks() {
      return picks;
    }

    /** How many choices there were. */
    int length() {
      return length;
    }

    /** How many options a choice had. */
    int options(int choice) {
      return options[choice];
    }
  }
}
