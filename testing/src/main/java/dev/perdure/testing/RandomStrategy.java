package dev.perdure.testing;

import java.util.SplittableRandom;

/** Decides by chance: faults at their rates, tasks and values evenly. */
public final class RandomStrategy implements Strategy {
  private final SplittableRandom random;

  /** One seed, one sequence. */
  public RandomStrategy(long seed) {
    this.random = new SplittableRandom(seed);
  }

  @Override
  public int choose(ChoicePoint point) {
    return switch (point.kind()) {
      case TASK, VALUE -> random.nextInt(point.options());
      case FAULT -> random.nextDouble() < point.rate() ? 1 : 0;
      case CROSSING -> {
        if (random.nextDouble() >= point.rate()) {
          yield 0;
        }
        int options = point.options();
        yield options == 1 ? 0 : 1 + random.nextInt(options - 1);
      }
    };
  }
}
