package dev.perdure.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.kernel.StepRecord.Remembered;
import dev.perdure.kernel.StepRecord.Standing;
import dev.perdure.kernel.spi.Batch;
import dev.perdure.kernel.spi.CommitOutcome;
import dev.perdure.kernel.spi.Epoch;
import dev.perdure.kernel.spi.Write;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The memory of request ids of one partition, with what stands around it: commits, and crashes. */
final class Remembering {
  static final long RETENTION_MILLIS = 160_000;

  final SimStore store = new SimStore(1);
  private final int window;
  private final Epoch epoch = store.acquire(0);
  private final Deque<Published> published = new ArrayDeque<>();
  private Uncommitted keys;
  private RequestMemory memory;
  private long batchNo;
  private long recordNo;
  private long committed;
  private long agedUpTo;

  long nowMillis = 1_000_000_000;

  private record Published(
      long recordNo, List<Remembered> remembered, List<Write> writes, long aged) {}

  Remembering(int window) {
    this.window = window;
    keys = new Uncommitted(store, 0);
    memory = new RequestMemory(store, 0, keys, window, RETENTION_MILLIS);
    memory.recover(0, 0);
  }

  RequestMemory memory() {
    return memory;
  }

  /** The last record that is published. */
  long recordNo() {
    return recordNo;
  }

  /** Up to which record all is durable. */
  long committed() {
    return committed;
  }

  static Remembered accepted(String id) {
    return new Remembered(id, id.hashCode(), Standing.ACCEPTED, new Answer.Accepted());
  }

  static Remembered answered(String id) {
    return new Remembered(id, id.hashCode(), Standing.ANSWERED, new Answer.Unknown(id));
  }

  /** Publishes a record; returns what it writes beside the answers. */
  List<Write> remember(Remembered... all) {
    StepWrites writes = new StepWrites(keys);
    for (Remembered one : all) {
      if (one.answered()) {
        memory.answered(one.requestId(), writes);
      }
    }
    long aged = memory.remember(List.of(all), ++recordNo, nowMillis, writes);
    List<Write> written = writes.publish(recordNo);
    published.add(new Published(recordNo, List.of(all), written, aged));
    return written;
  }

  /** Commits so many records, or all that there are. */
  void commit(int most) {
    List<Write> writes = new ArrayList<>();
    ByteWriter segment = null;
    for (int i = 0; i < most && !published.isEmpty(); i++) {
      Published next = published.remove();
      committed = next.recordNo;
      writes.addAll(next.writes);
      for (Remembered one : next.remembered) {
        segment = AnswerSegments.write(segment, committed, one);
      }
      agedUpTo = Math.max(agedUpTo, next.aged);
    }
    if (segment != null) {
      writes.add(new Write.Put(Keys.answers(committed), segment.toBytes()));
      Batch batch = new Batch(0, epoch, ++batchNo, new byte[0], writes, List.of());
      assertThat(store.commit(List.of(batch))).isInstanceOf(CommitOutcome.Committed.class);
      keys.committed(committed);
      memory.committed(committed);
    }
  }

  /** Loads what is to be loaded, if anything is; returns whether it was. */
  boolean load() {
    OldIds ids = memory.toLoad();
    if (ids == null) {
      return false;
    }
    ids.load(store);
    memory.loaded(ids);
    return true;
  }

  /** What is not committed is gone, and so is all in memory. */
  void crash() {
    published.clear();
    recordNo = committed;
    keys = new Uncommitted(store, 0);
    memory = new RequestMemory(store, 0, keys, window, RETENTION_MILLIS);
    memory.recover(agedUpTo, committed);
  }

  @Nullable Standing standing(String id) {
    Remembered found = memory.find(id);
    if (found == null) {
      return null;
    }
    assertThat(found).isEqualTo(found.answered() ? answered(id) : accepted(id));
    return found.standing();
  }
}
