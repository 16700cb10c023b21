package dev.perdure.testing;

/**
 * Decides everything in a run that the program does not: schedule, faults and values. Used by one
 * run at a time, from its thread.
 */
@FunctionalInterface
public interface Strategy {
  /**
   * Picks one of a point's options. Option 0 is always the plain one: the next task that is fair,
   * no fault, going on, the smallest value. Asked again with the same answers, a run asks the same.
   *
   * @return 0 to {@code point.options() - 1}
   */
  int choose(ChoicePoint point);
}
