package dev.perdure.testing.explore;

import dev.perdure.testing.Strategy;
import java.util.concurrent.atomic.AtomicLong;

/** One seed after the other, without end. */
final class Seeds implements Search {
  private final Plan plan;
  private final long first;
  private final AtomicLong given = new AtomicLong();

  Seeds(Plan plan, long first) {
    this.plan = plan;
    this.first = first;
  }

  @Override
  public Attempt next() {
    long number = given.getAndIncrement();
    return new OfSeed(plan, number, first + number);
  }

  private record OfSeed(Plan plan, long number, long seed) implements Attempt {
    @Override
    public Strategy strategy() {
      return plan.strategy(seed);
    }
  }
}
