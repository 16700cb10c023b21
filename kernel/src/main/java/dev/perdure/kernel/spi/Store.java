package dev.perdure.kernel.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The truth: an ordered space of byte keys for each partition, changed by exactly one operation,
 * {@link #commit}; an index may also be {@linkplain #load loaded}. Keys order as unsigned bytes.
 * Keys and values are the same bytes in every engine, so that one store can be copied into another.
 * The first byte of a key is its key space (an ASCII letter; {@code 'i'} is the inbox range): an
 * engine may keep the spaces apart where that is faster, no scan or range crosses them.
 *
 * <p>Arrays passed in are not changed by either side afterwards; arrays handed out may be kept.
 *
 * <p><b>Threads.</b> {@link #get}, {@link #multiGet}, {@link #scan}, {@link #head}, {@link
 * #acquire} and {@link #epoch} may be called from any thread at any time and see every commit that
 * completed before they began. {@link #commit} is called by one thread at a time; commits of one
 * store become durable in the order in which they are submitted (a <em>commit stream</em>).
 *
 * <p><b>Errors.</b> Reads throw {@link StoreException}; a commit never throws for an operating
 * error, it returns a {@link CommitOutcome}.
 */
public interface Store extends AutoCloseable {

  /** What durability a completed commit has. */
  Durability durability();

  /**
   * Makes the caller the owner of the partition: raises its epoch, durably, so that every commit
   * under an earlier epoch is refused from now on.
   */
  Epoch acquire(int partition);

  /**
   * The epoch of the partition's present owner: that of the last {@link #acquire}. Answers that
   * need no commit are given under it, so it must not be read from a copy that may be old.
   */
  Epoch epoch(int partition);

  /** The head of the partition's last committed batch; {@link Head#NONE} before the first. */
  Head head(int partition);

  /** The value of a key, or null. */
  byte @Nullable [] get(int partition, byte[] key);

  /** The values of many keys, in their order, with null where there is none. */
  List<byte @Nullable []> multiGet(int partition, List<byte[]> keys);

  /**
   * The entries from {@code from} (inclusive) to {@code to} (exclusive), ascending, as they were
   * committed when the scan began, whatever is committed while it is read.
   */
  Cursor scan(int partition, byte[] from, byte[] to);

  /**
   * Commits one batch for each of some partitions, all or none, durable when it returns {@link
   * CommitOutcome.Committed}. Refused as a whole with {@link CommitOutcome.Fenced} when one batch's
   * epoch is no longer its partition's; nothing is written then. Within a batch, later writes of a
   * key win over earlier ones.
   *
   * @throws IllegalArgumentException when two batches are of one partition, or a batch number is
   *     not the successor of its partition's head
   */
  CommitOutcome commit(List<Batch> group);

  /**
   * Adds many entries at once, outside of the commits and cheaper by far. For entries that can be
   * told anew from what is committed (an index), in a key space that no commit puts keys into; they
   * are removed by commits. Readable and durable when it returns. When it throws, or the process
   * dies in it, any part of them may be there: load them again, the later value of a key wins.
   *
   * <p>Not fenced, so nothing may be wrong with entries that a former owner adds late. For one
   * partition one call at a time; beside commits, loads of other partitions, and reads. A scan may
   * show what was loaded after it began.
   *
   * @param entries of one key space, ascending by key, each key once
   * @throws IllegalArgumentException when they are not
   * @throws StoreException when not all of them could be added
   */
  void load(int partition, List<Write.Put> entries);

  @Override
  void close();
}
