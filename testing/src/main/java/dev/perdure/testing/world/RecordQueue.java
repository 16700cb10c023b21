package dev.perdure.testing.world;

import dev.perdure.kernel.StepRecord;
import dev.perdure.testing.Fault;
import dev.perdure.testing.check.Published;
import java.util.AbstractQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The step records of one incarnation on their way to its commit stream, and those of the group
 * that is being committed. A group may end before the queue does.
 */
final class RecordQueue extends AbstractQueue<StepRecord> {
  private final World world;
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();
  private final List<Published> group = new ArrayList<>();

  private record Entry(StepRecord stepRecord, Published published) {}

  RecordQueue(World world) {
    this.world = world;
  }

  void add(StepRecord stepRecord, Published published) {
    entries.add(new Entry(stepRecord, published));
  }

  /** The next group begins. */
  void begin() {
    group.clear();
  }

  /** Whether the group under way needs no commit: it is as durable as all before it. */
  boolean onlyReads() {
    return group.stream().noneMatch(one -> one.view().writes());
  }

  /** The records of the group under way. */
  List<Published> group() {
    return group;
  }

  @Override
  public @Nullable StepRecord poll() {
    boolean ends =
        entries.isEmpty() || (!group.isEmpty() && world.chances.strikes(Fault.SMALL_GROUP));
    if (ends) {
      return null;
    }
    Entry next = entries.remove();
    group.add(next.published);
    return next.stepRecord;
  }

  @Override
  public @Nullable StepRecord peek() {
    Entry next = entries.peek();
    return next == null ? null : next.stepRecord;
  }

  @Override
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  @Override
  public int size() {
    return entries.size();
  }

  @Override
  public boolean offer(StepRecord stepRecord) {
    throw new UnsupportedOperationException("a record comes with what was observed");
  }

  @Override
  public Iterator<StepRecord> iterator() {
    return Collections.unmodifiableCollection(entries.stream().map(Entry::stepRecord).toList())
        .iterator();
  }
}
