package dev.perdure.kernel.spi;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.kernel.spi.CommitOutcome.Committed;
import dev.perdure.kernel.spi.CommitOutcome.Fenced;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Store} must do. An engine's test extends this class and hands out empty stores;
 * an engine that keeps its data extends {@link DurableStoreContract}.
 */
public abstract class StoreContract {
  protected static final int PARTITIONS = 4;

  /** An empty store with partitions 0 to {@code partitions - 1}; the test closes it. */
  protected abstract Store create(int partitions);

  private Store create() {
    return create(PARTITIONS);
  }

  // Commit and read.

  @Test
  public void anEmptyStoreHasNothing() {
    try (Store store = create()) {
      assertThat(store.get(0, key("s"))).isNull();
      assertThat(store.multiGet(0, List.of(key("s"), key("t")))).containsExactly(null, null);
      assertThat(entries(store, 0, key("a"), key("a~"))).isEmpty();
      assertThat(store.head(0).batchNo()).isZero();
      assertThat(store.head(0).bookkeeping()).isEmpty();
    }
  }

  @Test
  public void whatIsCommittedIsReadBack() {
    try (Store store = create()) {
      Owner owner = new Owner(store, 1);
      owner.commit(put("s1", "one"), put("s2", "two"));
      assertThat(text(store, 1, "s1")).isEqualTo("one");
      assertThat(store.multiGet(1, List.of(key("s2"), key("s3"), key("s1"), key("s2"))))
          .containsExactly(key("two"), null, key("one"), key("two"));
      assertThat(store.get(0, key("s1"))).isNull();
      assertThat(store.get(2, key("s1"))).isNull();
    }
  }

  @Test
  public void anEmptyGroupCommits() {
    try (Store store = create()) {
      assertThat(store.commit(List.of())).isInstanceOf(Committed.class);
    }
  }

  @Test
  public void aBatchWithoutWritesMovesTheHead() {
    try (Store store = create()) {
      Owner owner = new Owner(store, 2);
      owner.commit();
      assertThat(store.head(2).batchNo()).isEqualTo(1);
      owner.commit();
      assertThat(store.head(2).batchNo()).isEqualTo(2);
    }
  }

  @Test
  public void theHeadKeepsTheBookkeepingOfTheLastBatch() {
    try (Store store = create()) {
      Epoch epoch = store.acquire(0);
      Head before = store.head(0);
      committed(store, new Batch(0, epoch, 1, key("first"), List.of(), List.of()));
      committed(store, new Batch(0, epoch, 2, new byte[0], List.of(), List.of()));
      assertThat(store.head(0).bookkeeping()).isEmpty();
      committed(store, new Batch(0, epoch, 3, key("third"), List.of(), List.of()));
      assertThat(store.head(0).batchNo()).isEqualTo(3);
      assertThat(store.head(0).bookkeeping()).isEqualTo(key("third"));
      assertThat(before.batchNo()).isZero();
      assertThat(store.head(1).batchNo()).isZero();
    }
  }

  // Order within a commit.

  @Test
  public void theLaterWriteOfAKeyWins() {
    try (Store store = create()) {
      Owner owner = new Owner(store, 0);
      owner.commit(put("s1", "a"), put("s1", "b"), put("s2", "a"), delete("s2"), delete("s3"));
      owner.commit(delete("s4"), put("s4", "d"), delete("s1"), put("s1", "c"));
      assertThat(text(store, 0, "s1")).isEqualTo("c");
      assertThat(store.get(0, key("s2"))).isNull();
      assertThat(text(store, 0, "s4")).isEqualTo("d");
    }
  }

  @Test
  public void aRangeIsRemovedWithItsStartAndWithoutItsEnd() {
    try (Store store = create()) {
      Owner owner = new Owner(store, 0);
      owner.commit(put("s1", "a"), put("s2", "b"), put("s25", "c"), put("s3", "d"));
      owner.commit(deleteRange("s2", "s3"));
      assertThat(keys(store, 0, "s", "t")).containsExactly("s1", "s3");
    }
  }

  @Test
  public void aRangeRemovesWhatTheBatchPutBeforeAndNotWhatItPutsAfter() {
    try (Store store = create()) {
      Owner owner = new Owner(store, 0);
      owner.commit(put("i1", "old"), put("s1", "old"));
      owner.commit(
          put("i2", "before"), deleteRange("i", "j"), put("i3", "after"), put("i1", "again"));
      assertThat(keys(store, 0, "i", "j")).containsExactly("i1", "i3");
      assertThat(text(store, 0, "i1")).isEqualTo("again");
      owner.commit(put("s2", "before"), deleteRange("s", "t"), put("s3", "after"));
      assertThat(keys(store, 0, "s", "t")).containsExactly("s3");
    }
  }

  @Test
  public void anEmptyOrReversedRangeIsNothing() {
    try (Store store = create()) {
      Owner owner = new Owner(store, 0);
      owner.commit(put("s1", "a"), put("s2", "b"));
      owner.commit(deleteRange("s2", "s1"), deleteRange("s1", "s1"));
      assertThat(keys(store, 0, "s2", "s1")).isEmpty();
      assertThat(keys(store, 0, "s1", "s1")).isEmpty();
      assertThat(keys(store, 0, "s", "t")).containsExactly("s1", "s2");
    }
  }

  @Test
  public void aRangeStaysInItsPartition() {
    try (Store store = create()) {
      Owner first = new Owner(store, 0);
      Owner second = new Owner(store, 1);
      first.commit(put("s1", "a"), put("i1", "a"));
      second.commit(put("s1", "b"), put("i1", "b"));
      first.commit(deleteRange("s", "t"), deleteRange("i", "j"));
      assertThat(store.get(0, key("s1"))).isNull();
      assertThat(text(store, 1, "s1")).isEqualTo("b");
      assertThat(text(store, 1, "i1")).isEqualTo("b");
    }
  }

  @Test
  public void aRangeAcrossKeySpacesIsRefused() {
    try (Store store = create()) {
      Owner owner = new Owner(store, 0);
      owner.commit(put("s1", "a"));
      assertThatThrownBy(() -> owner.commit(put("s2", "b"), deleteRange("i", "t")))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> store.scan(0, key("i"), key("t")))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(keys(store, 0, "s", "t")).containsExactly("s1");
      assertThat(store.head(0).batchNo()).isEqualTo(1);
    }
  }

  // Several partitions.

  @Test
  public void aGroupCommitsAllItsBatches() {
    try (Store store = create()) {
      List<Batch> group = new ArrayList<>();
      for (int partition = 0; partition < PARTITIONS; partition++) {
        group.add(
            new Batch(
                partition,
                store.acquire(partition),
                1,
                key("b" + partition),
                List.of(put("s", "v" + partition)),
                List.of()));
      }
      assertThat(store.commit(group)).isInstanceOf(Committed.class);
      for (int partition = 0; partition < PARTITIONS; partition++) {
        assertThat(text(store, partition, "s")).isEqualTo("v" + partition);
        assertThat(store.head(partition).bookkeeping()).isEqualTo(key("b" + partition));
      }
    }
  }

  @Test
  public void inboxSegmentsLandInTheOtherPartition() {
    try (Store store = create()) {
      Owner source = new Owner(store, 0);
      source.commit(
          List.of(put("s", "own")),
          List.of(
              new Batch.InboxSegment(1, key("i/0/1"), key("to 1")),
              new Batch.InboxSegment(2, key("i/0/1"), key("to 2")),
              new Batch.InboxSegment(0, key("i/0/1"), key("to itself"))));
      assertThat(text(store, 1, "i/0/1")).isEqualTo("to 1");
      assertThat(text(store, 2, "i/0/1")).isEqualTo("to 2");
      assertThat(text(store, 0, "i/0/1")).isEqualTo("to itself");
      assertThat(store.get(3, key("i/0/1"))).isNull();
      assertThat(store.head(1).batchNo()).isZero();
      Owner target = new Owner(store, 1);
      target.commit(delete("i/0/1"));
      assertThat(store.get(1, key("i/0/1"))).isNull();
      assertThat(text(store, 2, "i/0/1")).isEqualTo("to 2");
    }
  }

  @Test
  public void batchesOfAGroupApplyInTheirOrder() {
    try (Store store = create()) {
      Epoch first = store.acquire(0);
      Epoch second = store.acquire(1);
      committed(
          store,
          batch(0, first, 1, List.of(), List.of(new Batch.InboxSegment(1, key("i1"), key("a")))),
          batch(1, second, 1, List.of(delete("i1")), List.of()));
      assertThat(store.get(1, key("i1"))).isNull();
      committed(
          store,
          batch(1, second, 2, List.of(deleteRange("i", "j")), List.of()),
          batch(0, first, 2, List.of(), List.of(new Batch.InboxSegment(1, key("i2"), key("b")))));
      assertThat(text(store, 1, "i2")).isEqualTo("b");
    }
  }

  @Test
  public void manyPartitionsKeepApart() {
    int partitions = 300;
    try (Store store = create(partitions)) {
      List<Batch> group = new ArrayList<>();
      for (int p = 0; p < partitions; p++) {
        group.add(batch(p, store.acquire(p), 1, List.of(put("s", "v" + p)), List.of()));
      }
      assertThat(store.commit(group)).isInstanceOf(Committed.class);
      for (int p = 0; p < partitions; p++) {
        assertThat(text(store, p, "s")).isEqualTo("v" + p);
        assertThat(keys(store, p, "s", "t")).containsExactly("s");
      }
    }
  }

  @Test
  public void aPartitionThatIsNotThereIsRefused() {
    try (Store store = create()) {
      Epoch epoch = store.acquire(0);
      for (int wrong : new int[] {-1, PARTITIONS}) {
        assertThatThrownBy(() -> store.acquire(wrong)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.get(wrong, key("s")))
            .isInstanceOf(IllegalArgumentException.class);
        Batch sends =
            batch(
                0,
                epoch,
                1,
                List.of(put("s", "v")),
                List.of(new Batch.InboxSegment(wrong, key("i1"), key("x"))));
        assertThatThrownBy(() -> store.commit(List.of(sends)))
            .isInstanceOf(IllegalArgumentException.class);
      }
      assertThat(store.get(0, key("s"))).isNull();
    }
  }

  // Fencing.

  @Test
  public void anAcquiredEpochIsGreaterThanAllBefore() {
    try (Store store = create()) {
      long last = -1;
      for (int i = 0; i < 5; i++) {
        long epoch = store.acquire(1).value();
        assertThat(epoch).isGreaterThan(last);
        last = epoch;
      }
      assertThat(store.acquire(0).value()).isLessThan(last);
    }
  }

  @Test
  public void aStaleEpochIsFenced() {
    try (Store store = create()) {
      Owner zombie = new Owner(store, 0);
      zombie.commit(put("s", "mine"));
      Epoch current = store.acquire(0);
      CommitOutcome outcome =
          store.commit(
              List.of(
                  batch(
                      0,
                      zombie.epoch,
                      2,
                      List.of(put("s", "stale")),
                      List.of(new Batch.InboxSegment(1, key("i1"), key("stale"))))));
      assertThat(outcome).isEqualTo(new Fenced(0, current));
      assertThat(text(store, 0, "s")).isEqualTo("mine");
      assertThat(store.get(1, key("i1"))).isNull();
      assertThat(store.head(0).batchNo()).isEqualTo(1);
      committed(store, batch(0, current, 2, List.of(put("s", "next")), List.of()));
      assertThat(text(store, 0, "s")).isEqualTo("next");
    }
  }

  @Test
  public void oneStaleEpochRefusesTheWholeGroup() {
    try (Store store = create()) {
      Epoch good = store.acquire(0);
      Epoch stale = store.acquire(1);
      Epoch current = store.acquire(1);
      Batch first = batch(0, good, 1, List.of(put("s", "v")), List.of());
      Batch second = batch(1, stale, 1, List.of(put("s", "v")), List.of());
      assertThat(store.commit(List.of(first, second))).isEqualTo(new Fenced(1, current));
      assertThat(store.get(0, key("s"))).isNull();
      assertThat(store.head(0).batchNo()).isZero();
      committed(store, first);
    }
  }

  @Test
  public void anEpochThatWasNeverHandedOutIsFenced() {
    try (Store store = create()) {
      Epoch current = store.acquire(0);
      Epoch future = new Epoch(current.value() + 1);
      assertThat(store.commit(List.of(batch(0, future, 1, List.of(), List.of()))))
          .isEqualTo(new Fenced(0, current));
    }
  }

  // Batch numbers.

  @Test
  public void aBatchNumberOutOfTurnIsRefused() {
    try (Store store = create()) {
      Owner owner = new Owner(store, 0);
      owner.commit(put("s", "v"));
      for (long wrong : new long[] {1, 3}) {
        Batch batch = batch(0, owner.epoch, wrong, List.of(put("s", "wrong")), List.of());
        assertThatThrownBy(() -> store.commit(List.of(batch)))
            .isInstanceOf(IllegalArgumentException.class);
      }
      assertThat(text(store, 0, "s")).isEqualTo("v");
      owner.commit(put("s", "w"));
    }
  }

  @Test
  public void twoBatchesOfOnePartitionAreRefused() {
    try (Store store = create()) {
      Epoch epoch = store.acquire(0);
      Batch first = batch(0, epoch, 1, List.of(put("s", "v")), List.of());
      Batch second = batch(0, epoch, 2, List.of(put("s", "w")), List.of());
      assertThatThrownBy(() -> store.commit(List.of(first, second)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(store.get(0, key("s"))).isNull();
    }
  }

  // Keys, values, scans.

  @Test
  public void keysOrderAsUnsignedBytes() {
    try (Store store = create()) {
      Owner owner = new Owner(store, 0);
      List<Write> writes = new ArrayList<>();
      List<byte[]> expected = new ArrayList<>();
      expected.add(new byte[] {'s'});
      for (int b = 0; b < 256; b++) {
        expected.add(new byte[] {'s', (byte) b});
        expected.add(new byte[] {'s', (byte) b, 0});
        expected.add(new byte[] {'s', (byte) b, (byte) 0xFF});
      }
      List<byte[]> shuffled = new ArrayList<>(expected);
      Collections.shuffle(shuffled, new Random(1));
      shuffled.forEach(key -> writes.add(new Write.Put(key, key)));
      writes.add(put("r", "before"));
      writes.add(put("t", "after"));
      owner.commit(writes, List.of());
      List<byte[]> found = new ArrayList<>();
      try (Cursor cursor = store.scan(0, key("s"), key("t"))) {
        while (cursor.next()) {
          assertThat(cursor.value()).isEqualTo(cursor.key());
          found.add(cursor.key());
        }
      }
      assertThat(found).containsExactlyElementsOf(expected);
      expected.forEach(key -> assertThat(store.get(0, key)).isEqualTo(key));
    }
  }

  @Test
  public void anEmptyValueIsNotAMissingOne() {
    try (Store store = create()) {
      Owner owner = new Owner(store, 0);
      owner.commit(put("s1", ""), put("s2", "x"));
      assertThat(store.get(0, key("s1"))).isEmpty();
      List<byte @Nullable []> values = store.multiGet(0, List.of(key("s1"), key("s0")));
      assertThat(values.get(0)).isEmpty();
      assertThat(values.get(1)).isNull();
      assertThat(keys(store, 0, "s", "t")).containsExactly("s1", "s2");
    }
  }

  @Test
  public void valuesOfSixteenMebibytesAreKept() {
    try (Store store = create()) {
      byte[] big = new byte[16 << 20];
      new Random(7).nextBytes(big);
      Owner owner = new Owner(store, 0);
      owner.commit(
          List.of(new Write.Put(key("s"), big)),
          List.of(new Batch.InboxSegment(1, key("i1"), big)));
      assertThat(Arrays.equals(store.get(0, key("s")), big)).isTrue();
      assertThat(Arrays.equals(store.get(1, key("i1")), big)).isTrue();
    }
  }

  @Test
  public void aScanShowsWhatWasCommittedWhenItBegan() {
    try (Store store = create()) {
      Owner owner = new Owner(store, 0);
      owner.commit(put("s1", "a"), put("s2", "b"), put("s3", "c"));
      try (Cursor started = store.scan(0, key("s"), key("t"));
          Cursor untouched = store.scan(0, key("s"), key("t"))) {
        assertThat(started.next()).isTrue();
        owner.commit(put("s0", "new"), put("s2", "changed"), delete("s3"), put("s4", "new"));
        owner.commit(deleteRange("s", "t"));
        assertThat(rest(started)).containsExactly("s2=b", "s3=c");
        assertThat(rest(untouched)).containsExactly("s1=a", "s2=b", "s3=c");
      }
      assertThat(keys(store, 0, "s", "t")).isEmpty();
    }
  }

  @Test
  public void aCursorMayBeClosedTwiceAndAtAnyTime() {
    try (Store store = create()) {
      Owner owner = new Owner(store, 0);
      owner.commit(put("s1", "a"), put("s2", "b"));
      Cursor cursor = store.scan(0, key("s"), key("t"));
      assertThat(cursor.next()).isTrue();
      cursor.close();
      cursor.close();
      Cursor unused = store.scan(0, key("s"), key("t"));
      unused.close();
      Cursor ended = store.scan(0, key("s1"), key("s2"));
      assertThat(ended.next()).isTrue();
      assertThat(ended.next()).isFalse();
      assertThat(ended.next()).isFalse();
      ended.close();
      Cursor leftOpen = store.scan(0, key("s"), key("t"));
      assertThat(leftOpen.next()).isTrue();
    }
  }

  @Test
  public void aClosedStoreIsClosed() {
    Store store = create();
    store.close();
    store.close();
    assertThatThrownBy(() -> store.get(0, key("s"))).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> store.commit(List.of())).isInstanceOf(IllegalStateException.class);
  }

  // Threads.

  @Test
  public void readersSeeWholeGroupsWhileOthersAreCommitted() {
    int groups = 300;
    try (Store store = create()) {
      Owner first = new Owner(store, 0);
      Owner second = new Owner(store, 1);
      AtomicBoolean done = new AtomicBoolean();
      List<CompletableFuture<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        readers.add(
            CompletableFuture.supplyAsync(
                () -> readUntil(store, done), Thread::startVirtualThread));
      }
      for (int n = 1; n <= groups; n++) {
        // Later partitions first: a reader of partition 1 that then reads 0 may only see more
        // there.
        committed(
            store,
            first.next(put("s", "" + n), put("s1", "" + n), put("s2", "" + n)),
            second.next(put("s", "" + n)));
      }
      done.set(true);
      readers.forEach(reader -> assertThat(reader.join()).isPositive());
    }
  }

  /** Every scan shows one group, never parts of two; and time does not run backwards. */
  private static int readUntil(Store store, AtomicBoolean done) {
    int reads = 0;
    long last = 0;
    boolean more = true;
    while (more) {
      more = !done.get();
      long seenThere = number(store.get(1, key("s")));
      List<String> scanned = entries(store, 0, key("s"), key("t"));
      if (!scanned.isEmpty()) {
        String n = scanned.getFirst().substring("s=".length());
        assertThat(scanned).containsExactly("s=" + n, "s1=" + n, "s2=" + n);
        assertThat(Long.parseLong(n)).isGreaterThanOrEqualTo(Math.max(last, seenThere));
        last = Long.parseLong(n);
      }
      assertThat(store.head(0).batchNo()).isGreaterThanOrEqualTo(last);
      reads++;
    }
    return reads;
  }

  // Everything together, against a model.

  /** The seed names the run: a failure repeats with {@code new Random(seed)}. */
  @Test
  public void randomCommitsAgreeWithAModel() {
    for (long seed : new long[] {1, 2, 3, System.nanoTime()}) {
      try (Store store = create()) {
        runAgainstModel(store, seed, 150);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  /** Commits random groups and compares; the store may have been used before by the same model. */
  protected static void runAgainstModel(Store store, long seed, int groups) {
    StoreModel model = new StoreModel(PARTITIONS);
    Random random = new Random(seed);
    for (int partition = 0; partition < PARTITIONS; partition++) {
      model.epochs[partition] = store.acquire(partition);
    }
    for (int n = 0; n < groups; n++) {
      if (random.nextInt(10) == 0) {
        int partition = random.nextInt(PARTITIONS);
        model.epochs[partition] = store.acquire(partition);
      }
      List<Batch> group = model.randomGroup(random);
      if (random.nextInt(10) == 0) {
        assertThat(store.commit(StoreModel.stale(group, random))).isInstanceOf(Fenced.class);
      }
      assertThat(store.commit(group)).isInstanceOf(Committed.class);
      model.apply(group);
      model.compareRandomRange(store, random);
    }
    model.compareAll(store);
  }

  // Words for tests.

  /** One owner of a partition, who counts its batches. */
  protected static final class Owner {
    public final Store store;
    public final int partition;
    public final Epoch epoch;
    private long batchNo;

    public Owner(Store store, int partition) {
      this.store = store;
      this.partition = partition;
      epoch = store.acquire(partition);
      batchNo = store.head(partition).batchNo();
    }

    public Batch next(Write... writes) {
      return batch(partition, epoch, ++batchNo, List.of(writes), List.of());
    }

    public void commit(Write... writes) {
      commit(List.of(writes), List.of());
    }

    public void commit(List<Write> writes, List<Batch.InboxSegment> inbox) {
      committed(store, batch(partition, epoch, batchNo + 1, writes, inbox));
      batchNo++;
    }
  }

  protected static Batch batch(
      int partition,
      Epoch epoch,
      long batchNo,
      List<Write> writes,
      List<Batch.InboxSegment> inbox) {
    return new Batch(partition, epoch, batchNo, key("b" + batchNo), writes, inbox);
  }

  protected static void committed(Store store, Batch... group) {
    assertThat(store.commit(List.of(group))).isInstanceOf(Committed.class);
  }

  protected static byte[] key(String ascii) {
    return ascii.getBytes(US_ASCII);
  }

  protected static Write put(String key, String value) {
    return new Write.Put(key(key), key(value));
  }

  protected static Write delete(String key) {
    return new Write.Delete(key(key));
  }

  protected static Write deleteRange(String from, String to) {
    return new Write.DeleteRange(key(from), key(to));
  }

  protected static @Nullable String text(Store store, int partition, String key) {
    byte[] value = store.get(partition, key(key));
    return value == null ? null : new String(value, US_ASCII);
  }

  protected static List<String> keys(Store store, int partition, String from, String to) {
    return entries(store, partition, key(from), key(to)).stream()
        .map(entry -> entry.substring(0, entry.indexOf('=')))
        .toList();
  }

  protected static List<String> entries(Store store, int partition, byte[] from, byte[] to) {
    try (Cursor cursor = store.scan(partition, from, to)) {
      return rest(cursor);
    }
  }

  private static List<String> rest(Cursor cursor) {
    List<String> found = new ArrayList<>();
    while (cursor.next()) {
      found.add(new String(cursor.key(), US_ASCII) + "=" + new String(cursor.value(), US_ASCII));
    }
    return found;
  }

  private static long number(byte @Nullable [] value) {
    return value == null ? 0 : Long.parseLong(new String(value, US_ASCII));
  }
}
