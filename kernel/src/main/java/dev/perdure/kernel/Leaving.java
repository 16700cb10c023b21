package dev.perdure.kernel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Generations on their way out of a partition's memory, together. They stay until those of their
 * ids that are not answered are seen to. Used by the partition alone.
 */
final class Leaving {
  private final List<Generation> generations;
  private final boolean expires;
  private final Deque<Unanswered> unanswered = new ArrayDeque<>();

  /** An id that is not answered, and the record that remembers it last. */
  private record Unanswered(Fingerprint id, long recordNo) {}

  /**
   * @param generations the oldest of the index
   * @param expires whether their bucket goes with them, the first one
   */
  Leaving(List<Generation> generations, boolean expires) {
    this.generations = generations;
    this.expires = expires;
    for (Generation generation : generations) {
      if (generation.unanswered() > 0) {
        for (int place : generation.unansweredByRecord()) {
          var id = new Fingerprint(generation.high(place), generation.low(place));
          unanswered.add(new Unanswered(id, generation.record(place)));
        }
      }
    }
  }

  boolean expires() {
    return expires;
  }

  /** The record of the next id that is not answered; 0 when all are seen to. */
  long nextRecord(RequestIndex index) {
    Unanswered next = unanswered.peek();
    while (next != null && !isLast(next, index)) {
      unanswered.remove();
      next = unanswered.peek();
    }
    return next == null ? 0 : next.recordNo;
  }

  /** False when a later record remembers the id. */
  private static boolean isLast(Unanswered one, RequestIndex index) {
    return index.find(one.id.high(), one.id.low()) == one.recordNo;
  }

  /**
   * Takes the next ids that are not answered, each with its record.
   *
   * @param upTo the last record to take of
   * @param most how many
   */
  Map<Fingerprint, Long> take(RequestIndex index, long upTo, int most) {
    Map<Fingerprint, Long> taken = new LinkedHashMap<>();
    for (Unanswered next = unanswered.peek();
        next != null && next.recordNo <= upTo && taken.size() < most;
        next = unanswered.peek()) {
      unanswered.remove();
      if (isLast(next, index)) {
        taken.put(next.id, next.recordNo);
      }
    }
    return taken;
  }

  /**
   * Removes them from the index; returns their last record, 0 when there is none.
   *
   * @param loadedUpTo nobody reads generations up to this record any more
   */
  long removeFrom(RequestIndex index, long loadedUpTo) {
    long last = 0;
    for (Generation generation : generations) {
      last = generation.lastRecord();
      index.removeOldest(last <= loadedUpTo);
    }
    return last;
  }
}
