package dev.perdure.node;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The messages for which there was no room before a partition: of each source the last number. They
 * are in the inbox. Any thread adds to it; the partition looks in its turns, and whoever has added
 * something has it take one afterwards.
 *
 * <p>Not final, so that a test can plant a bug in it.
 */
class LetGo {
  private final Map<Integer, Long> last = new ConcurrentHashMap<>();

  /** So that a turn with nothing to look for costs one read. */
  private volatile boolean any;

  /** What takes note of messages up to a number. */
  @FunctionalInterface
  interface Taker {
    void letGo(int source, long seq);
  }

  /** There was no room for a message; all of its source before it are known, or were let go too. */
  void add(int source, long seq) {
    last.merge(source, seq, Math::max);
    any = true;
  }

  void clear() {
    any = false;
  }

  /** Takes what was added, in a turn of the partition. */
  void take(Taker taker) {
    if (!any) return;
    clear(); // Before the look: what is added after it is looked at in the next turn.
    look(taker);
  }

  void look(Taker taker) {
    for (Integer source : List.copyOf(last.keySet())) {
      Long seq = last.remove(source);
      if (seq != null) taker.letGo(source, seq);
    }
  }
}
