package dev.perdure.cli;

import dev.perdure.testing.explore.DepthFirst;
import dev.perdure.testing.explore.Explorer;
import dev.perdure.testing.explore.Plan;
import java.util.OptionalInt;

/**
 * How the runs are decided, as {@code --strategy} names it.
 *
 * @param plan of the seeds; of a search depth-first, the one that failures are reported with
 * @param deviations of a search depth-first, how many from the plain schedule at most
 */
record Schedules(String name, Plan plan, OptionalInt deviations) {
  private static final String DEPTH_FIRST = "depth-first";

  /**
   * The ones of this name.
   *
   * @throws Failure if there are none
   */
  static Schedules named(String name) {
    if (name.equals(DEPTH_FIRST)) {
      return new Schedules(name, Plan.random(), OptionalInt.of(Integer.MAX_VALUE));
    }
    return name.startsWith(DEPTH_FIRST + ":") ? depthFirst(name) : planned(name);
  }

  private static Schedules depthFirst(String name) {
    try {
      int deviations = Integer.parseUnsignedInt(name.substring(DEPTH_FIRST.length() + 1));
      return new Schedules(name, Plan.random(), OptionalInt.of(deviations));
    } catch (NumberFormatException e) {
      throw new Failure(
          Failure.WRONG_CALL,
          "depth-first takes a number, as in depth-first:2, not '%s'".formatted(name));
    }
  }

  private static Schedules planned(String name) {
    try {
      return new Schedules(name, Plan.named(name), OptionalInt.empty());
    } catch (IllegalArgumentException e) {
      boolean known = name.matches("(pct|delays):-?[0-9]{1,9}");
      throw new Failure(
          Failure.WRONG_CALL,
          known ? name + ": " + e.getMessage() : e.getMessage() + ", depth-first:DEVIATIONS");
    }
  }

  boolean isDepthFirst() {
    return deviations.isPresent();
  }

  /** Has the runs decided this way, from a seed on. */
  Explorer decide(Explorer explorer, long first) {
    explorer.plan(plan).firstSeed(first);
    deviations.ifPresent(
        most -> explorer.depthFirst(DepthFirst.schedules().deviations(most).seed(first)));
    return explorer;
  }

  @Override
  public String toString() {
    return name;
  }
}
