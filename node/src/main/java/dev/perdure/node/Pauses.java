package dev.perdure.node;

/**
 * How long a store rests between its failure and the next opening. Each failure makes the next
 * pause longer, so that a fault that comes back with every opening does not keep the computer busy
 * with openings; a store that served for a while begins with a short one again. Used by one thread
 * at a time.
 */
final class Pauses {
  static final long FIRST_MILLIS = 50;
  static final long LONGEST_MILLIS = 10_000;

  /** Who served so long has come out of its trouble: well more than the longest pause. */
  static final long SERVED_MILLIS = 60_000;

  private long next = FIRST_MILLIS;
  private long servingSinceMillis;

  /** The store serves from now on. */
  void serving(long nowMillis) {
    servingSinceMillis = nowMillis;
  }

  /** The store that served has failed. */
  void failed(long nowMillis) {
    if (nowMillis - servingSinceMillis >= SERVED_MILLIS) next = FIRST_MILLIS;
  }

  /** The pause before the next try to open it. */
  long next() {
    long pause = next;
    next = Math.min(2 * next, LONGEST_MILLIS);
    return pause;
  }
}
