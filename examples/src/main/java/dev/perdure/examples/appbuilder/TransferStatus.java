package dev.perdure.examples.appbuilder;

/** What became of a transfer. */
public enum TransferStatus {
  /** Nothing is known of it, yet or at all. */
  UNAVAILABLE,
  /** The chain is to decide. */
  PROCESSING,
  /** The chain took it, for good. */
  COMMITTED,
  /** It was turned down, for good. */
  ABORTED;

  /** Whether it stays like this. */
  public boolean isFinal() {
    return this == COMMITTED || this == ABORTED;
  }
}
