package dev.perdure.node;

import dev.perdure.MachineRef;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The request ids that came in lately, each with its machine: one id for two machines is a mistake
 * of the caller. Machines of one partition notice it durably; for the others this is the way, as
 * far as memory goes. A newer id may take an older one's place.
 *
 * <p>Only hashes are kept, so that no object of a request stays in memory here. A request meets one
 * other id at most, and is taken for a mistake when 96 bits of the two are equal: once in 10^28
 * requests. A mistake is not noticed when 32 bits of its two machines are equal. The hashes differ
 * from process to process, so nobody can choose ids that look alike.
 */
final class RecentRequestIds {
  /** A power of two: 1 MB. */
  private static final int PLACES = 1 << 16;

  private final long idSeed = seed();
  private final long checkSeed = seed();
  private final long machineSeed = seed();

  /**
   * Two numbers a place: a hash of the id; then 32 bits of another hash of the id, and 32 of the
   * machine. Each says for itself which id it is of, so a pair of which two threads have written
   * one number each is taken for none.
   */
  private final AtomicLongArray uses;

  RecentRequestIds() {
    this(PLACES);
  }

  /**
   * @param places how many ids there is room for; a power of two
   */
  RecentRequestIds(int places) {
    uses = new AtomicLongArray(2 * places);
  }

  private static long seed() {
    return new SecureRandom().nextLong();
  }

  /** Notes the use of an id; returns whether it was lately used for another machine. */
  boolean isForAnother(String id, MachineRef<?> machine) {
    long hash = hash(idSeed, id);
    long check = hash(checkSeed, id);
    long use = check << Integer.SIZE | hash(machine) >>> Integer.SIZE;
    int place = (int) (check >>> Integer.SIZE) & uses.length() - 2;
    if (uses.getOpaque(place) == hash) {
      long difference = uses.getOpaque(place + 1) ^ use;
      if (difference >>> Integer.SIZE == 0) return difference != 0;
    }
    uses.setOpaque(place, hash);
    uses.setOpaque(place + 1, use);
    return false;
  }

  private long hash(MachineRef<?> machine) {
    long hash = hash(machineSeed, machine.type());
    return hash(hash(hash, machine.placement().tag()), machine.key());
  }

  /** A hash that cannot be foretold by who does not know the seed. */
  private static long hash(long seed, String text) {
    long hash = mix(seed, text.length());
    long word = 0;
    for (int i = 0; i < text.length(); i++) {
      word = word << Character.SIZE | text.charAt(i);
      if ((i & 3) == 3) hash = mix(hash, word);
    }
    return mix(hash, word);
  }

  /** Both halves of a product of 128 bits, which depend on all bits of its factors. */
  private static long mix(long hash, long word) {
    long factor = hash ^ 0x9E3779B97F4A7C15L;
    return Math.multiplyHigh(hash ^ word, factor) ^ (hash ^ word) * factor;
  }
}
