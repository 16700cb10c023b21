package dev.perdure.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The younger request ids of a partition in memory, in generations: ids come into the youngest, and
 * leave with the whole of the oldest. Used by the partition alone.
 */
final class RequestIndex {
  private static final int LEAST_ROOM = 8;

  private final int generationSize;
  private final int usualRoom;

  /** From the oldest to the youngest; all but the last are sealed. */
  private final Deque<Generation> generations = new ArrayDeque<>();

  /** Those that have left, and whose room the next ones take over. */
  private final Deque<Generation> worn = new ArrayDeque<>();

  /** The last of them, as long as it takes ids. */
  private @Nullable Generation young;

  /** Ids of sealed generations. */
  private int sealedSize;

  /**
   * @param generationSize a generation is sealed when it has so many ids
   */
  RequestIndex(int generationSize) {
    this.generationSize = generationSize;
    usualRoom = Math.max(LEAST_ROOM, generationSize + generationSize / 2);
  }

  /** How many ids, those counted again that a later generation remembers too. */
  int size() {
    return sealedSize + (young == null ? 0 : young.size());
  }

  /** The first record of the oldest; {@code Long.MAX_VALUE} when there is none. */
  long firstRecord() {
    Generation oldest = generations.peekFirst();
    return oldest == null ? Long.MAX_VALUE : oldest.firstRecord();
  }

  /** The last record of the oldest generation; {@code Long.MAX_VALUE} when there is none. */
  long lastOfOldest() {
    Generation oldest = generations.peekFirst();
    return oldest == null ? Long.MAX_VALUE : oldest.lastRecord();
  }

  /** The last record that remembers the id, or 0. */
  long find(long high, long low) {
    Iterator<Generation> youngestFirst = generations.descendingIterator();
    while (youngestFirst.hasNext()) {
      long recordNo = youngestFirst.next().find(high, low);
      if (recordNo > 0) {
        return recordNo;
      }
    }
    return 0;
  }

  /** The generation for ids of a record of that bucket of time; all of one record are in one. */
  Generation youngest(int bucket, long recordNo) {
    Generation last = young;
    if (last == null) {
      return begin(bucket, true);
    }
    boolean isFull = last.size() >= generationSize && last.lastRecord() < recordNo;
    if (isFull || last.bucket() != bucket) {
      seal(last);
      return begin(bucket, !isFull);
    }
    return last;
  }

  private Generation begin(int bucket, boolean isSmall) {
    Generation room = worn.poll();
    Generation begun =
        room == null ? new Generation(bucket, usualRoom, isSmall) : new Generation(bucket, room);
    generations.addLast(begun);
    young = begun;
    return begun;
  }

  /** A generation takes no more ids. */
  void seal(Generation sealed) {
    if (Identity.same(sealed, young)) {
      sealedSize += sealed.size();
      young = null;
    }
  }

  /** The generations, from the oldest on. */
  Iterable<Generation> oldestFirst() {
    return generations;
  }

  /** The oldest, with ids of records up to this one. */
  List<Generation> oldest(long upTo) {
    List<Generation> found = new ArrayList<>();
    for (Generation generation : generations) {
      if (generation.lastRecord() <= upTo) {
        found.add(generation);
      }
    }
    return found;
  }

  /**
   * Removes the oldest, which is sealed.
   *
   * @param reuse whether nobody reads it any more
   */
  void removeOldest(boolean reuse) {
    Generation oldest = generations.removeFirst();
    sealedSize -= oldest.size();
    if (reuse && oldest.room() == usualRoom) {
      worn.add(oldest);
    }
  }
}
