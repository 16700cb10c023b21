package dev.perdure.examples.appbuilder;

/**
 * A transfer with its number.
 *
 * @param number given by the {@link AppBuilder}, never twice
 * @param from who pays
 * @param to who is paid
 * @param amount how much, from 1
 */
public record ChainTransfer(long number, String from, String to, long amount) {
  /** Checks the amount. */
  public ChainTransfer {
    if (amount < 1) throw new IllegalArgumentException("an amount is at least 1, not " + amount);
  }
}
