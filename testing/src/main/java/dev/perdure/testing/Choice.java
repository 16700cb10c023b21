package dev.perdure.testing;

/**
 * What was decided at a point.
 *
 * @param options how many options there were
 * @param picked which one was taken; 0 is the plain one
 * @param label what that was, for people and for finding it again
 */
public record Choice(ChoicePoint.Kind kind, int options, int picked, String label) {
  /** Checks the numbers. */
  public Choice {
    if (options < 1 || picked < 0 || picked >= options) {
      throw new IllegalArgumentException("option " + picked + " of " + options);
    }
  }
}
