package dev.perdure.testing.diagram;

/** What becomes of an event. */
public enum Verdict {
  /** It is stepped, and the machine goes on in the next state, which may be of the same class. */
  NEXT,
  /** It waits for a state of another class. */
  DEFER,
  /** It is dropped. */
  IGNORE,
  /** It is turned away. */
  REJECT,
  /** It ends the machine. */
  HALT,
  /** The handler throws, whatever comes: the step fails. */
  FAIL;

  /** The word for it in a diagram. */
  String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
