package dev.perdure.examples.appbuilder;

/**
 * A transfer with its number.
 *
 * @param number given by the {@link AppBuilder}, never twice
 * @param from who pays
 * @param to who is paid
 * @param amount how much, 1 to {@link #MAX_AMOUNT}
 */
public record ChainTransfer(long number, String from, String to, long amount) {
  /** The largest amount that is moved or minted at once. */
  public static final long MAX_AMOUNT = 1_000_000_000_000L;

  /** The longest name of a user. */
  public static final int MAX_NAME = 100;

  /** Checks names and amount. */
  public ChainTransfer {
    checkUser(from);
    checkUser(to);
    checkAmount(amount);
  }

  static void checkAmount(long amount) {
    if (amount < 1 || amount > MAX_AMOUNT) {
      throw new IllegalArgumentException("an amount is 1 to " + MAX_AMOUNT + ", not " + amount);
    }
  }

  static void checkUser(String user) {
    if (user.isBlank() || user.length() > MAX_NAME) {
      throw new IllegalArgumentException(
          "a user's name has 1 to " + MAX_NAME + " characters and is not blank: " + user);
    }
  }
}
