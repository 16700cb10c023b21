package dev.perdure.cli;

/** A request was sent until its deadline, and nobody knows what became of it. */
final class Unanswered extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A request without an answer.
   *
   * @param request what was sent
   * @param last why there was no answer the last time
   */
  Unanswered(String request, String last) {
    super("no answer in time to " + request + "; last: " + last);
  }
}
