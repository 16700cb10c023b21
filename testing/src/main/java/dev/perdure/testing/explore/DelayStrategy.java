package dev.perdure.testing.explore;

import dev.perdure.testing.ChoicePoint;
import dev.perdure.testing.RandomStrategy;
import dev.perdure.testing.Strategy;
import java.util.SplittableRandom;

/**
 * Delay-bounded scheduling (Emmi et al., POPL 2011): the plain, fair schedule but for a few delays
 * at points drawn before the run. At a task a delay lets the next in turn go first; at a crossing
 * it holds the running task up and lets another run. Most bugs of order need one or two.
 *
 * <p>Faults and values are decided by chance.
 */
final class DelayStrategy implements Strategy {
  /** How many points the delays are drawn from; there are more crossings than tasks. */
  private static final int[] LENGTHS = {10, 40, 160, 640};

  private static final int CROSSINGS_PER_TASK = 4;

  private final Strategy chance;
  private final SplittableRandom random;
  private final int[] atTasks;
  private final int[] atCrossings;
  private int tasks;
  private int crossings;

  DelayStrategy(long seed, int delays) {
    this.chance = new RandomStrategy(seed);
    this.random = new SplittableRandom(~seed);
    int length = LENGTHS[random.nextInt(LENGTHS.length)];
    int here = random.nextInt(delays + 1);
    this.atTasks = random.ints(here, 0, length).toArray();
    this.atCrossings = random.ints(delays - here, 0, length * CROSSINGS_PER_TASK).toArray();
  }

  @Override
  public int choose(ChoicePoint point) {
    return switch (point.kind()) {
      case FAULT, VALUE -> chance.choose(point);
      case TASK -> Math.min(delays(atTasks, tasks++), point.options() - 1);
      case CROSSING -> delays(atCrossings, crossings++) == 0 ? 0 : another(point);
    };
  }

  private int another(ChoicePoint crossing) {
    int others = crossing.options() - 1;
    return others == 0 ? 0 : 1 + random.nextInt(others);
  }

  private static int delays(int[] points, int at) {
    int found = 0;
    for (int point : points) {
      if (point == at) {
        found++;
      }
    }
    return found;
  }
}
