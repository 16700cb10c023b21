package dev.perdure.examples.survey;

/**
 * What came out of a survey.
 *
 * @param survey the survey's number
 * @param votes how many votes were counted
 * @param points what they add up to
 */
public record Result(long survey, long votes, long points) {
  /** Checks that nothing is below zero. */
  public Result {
    if (votes < 0 || points < 0) {
      throw new IllegalArgumentException(
          "a survey cannot have %d votes, %d points".formatted(votes, points));
    }
  }
}
