package dev.perdure.testing.explore;

import dev.perdure.testing.ChoicePoint;
import dev.perdure.testing.RandomStrategy;
import dev.perdure.testing.Strategy;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Probabilistic concurrency testing (Burckhardt et al., ASPLOS 2010): each actor has a priority by
 * chance, the highest that can act acts, and at a few points drawn before the run the one that
 * would act falls behind all others. A bug that needs {@code d} ordering constraints is found with
 * a chance of at least {@code 1 / (actors * points^(d-1))}, whatever the program is like; chance
 * alone comes to the same schedule exponentially seldom.
 *
 * <p>Faults and values are decided by chance.
 */
final class PctStrategy implements Strategy {
  /** Runs differ much in length; the points of change are drawn from one of these. */
  private static final int[] LENGTHS = {25, 100, 400, 1_600};

  private final Strategy chance;
  private final SplittableRandom random;
  private final Map<String, Integer> priorities = new LinkedHashMap<>();
  private final int[] changes;
  private int changed;
  private int point;

  PctStrategy(long seed, int changes) {
    this.chance = new RandomStrategy(seed);
    this.random = new SplittableRandom(~seed);
    int length = LENGTHS[random.nextInt(LENGTHS.length)];
    this.changes = random.ints(changes, 0, length).sorted().toArray();
  }

  @Override
  public int choose(ChoicePoint at) {
    return switch (at.kind()) {
      case FAULT, VALUE -> chance.choose(at);
      case TASK, CROSSING -> schedule(at);
    };
  }

  private int schedule(ChoicePoint at) {
    int options = at.options();
    int[] ranks = new int[options];
    for (int option = 0; option < options; option++) {
      ranks[option] = priority(at.actor(option));
    }
    int first = highest(ranks);
    int now = point++;
    while (changed < changes.length && changes[changed] <= now) {
      String actor = at.actor(first);
      changed++;
      priorities.put(actor, -changed);
      for (int option = 0; option < options; option++) {
        ranks[option] = priority(at.actor(option));
      }
      first = highest(ranks);
    }
    return first;
  }

  private int priority(String actor) {
    return priorities.computeIfAbsent(actor, _ -> random.nextInt(Integer.MAX_VALUE));
  }

  private static int highest(int[] ranks) {
    int best = Arrays.stream(ranks).max().orElseThrow();
    for (int option = 0; option < ranks.length; option++) {
      if (ranks[option] == best) {
        return option;
      }
    }
    throw new IllegalStateException("no highest of none");
  }
}
