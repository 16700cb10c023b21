package dev.perdure.testing.explore;

import dev.perdure.testing.RandomStrategy;
import dev.perdure.testing.Strategy;
import java.util.function.LongFunction;

/**
 * How the runs of an exploration are decided: each seed has its strategy, and nothing but the seed
 * decides it, so that a seed and the name of the plan are enough to see a run again.
 */
public final class Plan {
  /** The most changes or delays a plan can have. */
  public static final int MAX_BOUND = 100;

  private static final int USUAL_CHANGES = 3;
  private static final int USUAL_DELAYS = 2;

  private final String name;
  private final LongFunction<Strategy> strategies;

  private Plan(String name, LongFunction<Strategy> strategies) {
    this.name = name;
    this.strategies = strategies;
  }

  /** Everything by chance. */
  public static Plan random() {
    return new Plan("random", RandomStrategy::new);
  }

  /**
   * Each actor has a priority by chance, and a few times in a run the one that would act falls
   * behind: finds bugs of order that chance seldom comes to.
   *
   * @param changes how often in a run; 0 to {@link #MAX_BOUND}
   */
  public static Plan pct(int changes) {
    check("changes", changes);
    return new Plan("pct:" + changes, seed -> new PctStrategy(seed, changes));
  }

  /**
   * The plain schedule but for a few delays.
   *
   * @param delays how many in a run; 0 to {@link #MAX_BOUND}
   */
  public static Plan delays(int delays) {
    check("delays", delays);
    return new Plan("delays:" + delays, seed -> new DelayStrategy(seed, delays));
  }

  /** Some of each: half of the seeds by chance, the others with priorities or delays. */
  public static Plan portfolio() {
    return new Plan("portfolio", Plan::some);
  }

  private static Strategy some(long seed) {
    int bound = 1 + Math.floorMod(seed >> 2, 4);
    return switch (Math.floorMod(seed, 4)) {
      case 0, 1 -> new RandomStrategy(seed);
      case 2 -> new PctStrategy(seed, bound);
      default -> new DelayStrategy(seed, bound);
    };
  }

  /**
   * The plan of this name: {@code random}, {@code portfolio}, {@code pct} or {@code pct:CHANGES},
   * {@code delays} or {@code delays:DELAYS}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Plan named(String name) {
    return switch (name) {
      case "random" -> random();
      case "portfolio" -> portfolio();
      case "pct" -> pct(USUAL_CHANGES);
      case "delays" -> delays(USUAL_DELAYS);
      case String text when text.startsWith("pct:") -> pct(bound(text));
      case String text when text.startsWith("delays:") -> delays(bound(text));
      default -> throw unknown(name);
    };
  }

  private static int bound(String name) {
    try {
      return Integer.parseInt(name.substring(name.indexOf(':') + 1));
    } catch (NumberFormatException e) {
      throw unknown(name);
    }
  }

  private static IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException(
        "there is no strategy '%s'; there are random, pct:CHANGES, delays:DELAYS, portfolio"
            .formatted(name));
  }

  private static void check(String what, int number) {
    if (number < 0 || number > MAX_BOUND) {
      throw new IllegalArgumentException(
          "%s must be 0 to %d: %d".formatted(what, MAX_BOUND, number));
    }
  }

  /** The strategy of a seed, fresh at each call. */
  public Strategy strategy(long seed) {
    return strategies.apply(seed);
  }

  /** Its name, as {@link #named} takes it. */
  @Override
  public String toString() {
    return name;
  }
}
