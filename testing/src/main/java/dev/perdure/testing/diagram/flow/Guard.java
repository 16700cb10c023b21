package dev.perdure.testing.diagram.flow;

/**
 * One way out of a decision that the values do not settle.
 *
 * @param decision the tree of the {@code if}, {@code switch} or condition; compared by identity
 * @param branch which way, from 0
 * @param branches how many ways are possible there
 * @param text the condition as it is written, or {@link #ELSE}
 */
record Guard(Object decision, int branch, int branches, String text) {
  /** What remains when nothing else holds. */
  static final String ELSE = "else";

  boolean isElse() {
    return text.equals(ELSE);
  }
}
