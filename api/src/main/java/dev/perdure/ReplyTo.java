package dev.perdure;

/**
 * Where one answer goes: the one way to be answered, for clients and machines alike. An event has
 * at most one, as a component of its own, with the type of the answer spelled out ({@code
 * ReplyTo<Receipt>}); {@link Definition#of} checks it. The machine that was asked may keep it in
 * its state, a map or a queue and answer in a later step by {@link Step#reply} or {@link
 * Step#refuse}; the first answer counts.
 *
 * <p>The runtime makes it. Whoever brings events in from outside fills it in and never reads it
 * from what a caller sent: an address that a caller may choose would let it answer for others.
 *
 * @param <R> the type of the answer
 * @param address opaque, 1 to 4096 bytes of UTF-8 without control characters
 */
@SuppressWarnings("UnusedTypeParameter") // it ties the answer to the asker, though no data has it
public record ReplyTo<R>(String address) {
  /** Room for the longest key, tag and request id, with every character escaped. */
  private static final int MAX_BYTES = 4096;

  /** Checks the address. */
  public ReplyTo {
    Checks.text("reply address", address, MAX_BYTES);
  }
}
