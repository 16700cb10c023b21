package dev.perdure.examples.bank;

/** What the bank takes for an amount of money, in the smallest coin. */
final class Money {
  /** The largest amount that is moved at once; nine million of these fit an account. */
  static final long MAX = 1_000_000_000_000L;

  private Money() {}

  static void check(long amount) {
    if (amount < 1 || amount > MAX) {
      throw new IllegalArgumentException("an amount is 1 to " + MAX + ", not " + amount);
    }
  }
}
