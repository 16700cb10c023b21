package dev.perdure.store;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.perdure.kernel.spi.Batch;
import dev.perdure.kernel.spi.CommitOutcome;
import dev.perdure.kernel.spi.Cursor;
import dev.perdure.kernel.spi.Durability;
import dev.perdure.kernel.spi.Epoch;
import dev.perdure.kernel.spi.Head;
import dev.perdure.kernel.spi.LayeredCursor;
import dev.perdure.kernel.spi.Store;
import dev.perdure.kernel.spi.StoreException;
import dev.perdure.kernel.spi.Write;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/**
 * The embedded store: one RocksDB for all partitions, in a data directory of its own that one
 * process at a time may use. A group of batches is one write batch, synced once.
 *
 * <p>Data larger than memory is fine: memory is bounded by the settings, not by the data.
 *
 * <p><b>Damage.</b> Opening is exact or fails with a {@link StoreException} that names the file: a
 * tail of the log that was never acknowledged is cut silently, damage anywhere else is refused, and
 * so is a directory that holds less than was acknowledged. Damaged blocks of sorted files are found
 * when they are read.
 *
 * <p><b>Failure.</b> After a commit whose outcome is unknown the store answers nothing more:
 * commits return {@link CommitOutcome.Unknown}, reads throw, until it is closed and opened anew.
 *
 * <p><b>Threads.</b> As {@link Store} says; {@link #close} waits for calls under way, and closes
 * cursors left open.
 */
public final class RocksStore implements Store {
  /*
   * Locks. `commits` makes check, write and acknowledgement of one group one action; it is taken
   * first. `use` keeps the native objects alive: every call that touches them holds it shared,
   * `close` holds it alone.
   */
  private static final System.Logger LOG = System.getLogger(RocksStore.class.getName());

  /**
   * Bounds how far the acknowledged mark may lag on the device, for one sync in so many commits.
   */
  private static final long GROUPS_PER_BOUND_SYNC = 1024;

  /** How much of the memory for memtables the redo window takes, beside them. */
  private static final int PARTS_OF_MEMTABLES = 16;

  private static final long MAX_WINDOW_BYTES = 64L << 20;

  private final Path dir;
  private final Durability durability;
  private final DirectoryLock directory;
  private final RocksDatabase database;
  private final AcknowledgedFile bound;
  private final PartitionTable table;
  private final RedoWindow window;
  private final Object commits = new Object();
  private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();
  private final Set<RocksCursor> cursors = new HashSet<>();
  private final AtomicLong loads = new AtomicLong();
  private Mark last;
  private volatile CommitOutcome.@Nullable Unknown broken;
  private volatile boolean closed;

  private RocksStore(
      Path dir,
      RocksStoreConfig config,
      DirectoryLock directory,
      RocksDatabase database,
      AcknowledgedFile bound,
      RedoWindow window,
      Mark last)
      throws RocksDBException {
    this.dir = dir;
    this.durability = config.durability();
    this.directory = directory;
    this.database = database;
    this.bound = bound;
    this.last = last;
    this.table = Layout.readTable(database, config.partitions());
    this.window = window;
  }

  /**
   * Opens the store in {@code dir}; an empty or missing directory becomes a new store.
   *
   * @throws StoreException when the directory is in use, is no store, is one of a newer format or
   *     with another number of partitions, or is damaged; the message says which, and what to do
   */
  public static RocksStore open(Path dir, RocksStoreConfig config) {
    return open(dir, config, new RedoWindow(windowBytes(config)));
  }

  /** Whether a store was made in {@code dir}, which says nothing about its state. */
  public static boolean isIn(Path dir) {
    return Files.exists(dir.resolve(StoreFile.NAME));
  }

  static int windowBytes(RocksStoreConfig config) {
    return (int) Math.min(config.memtableBytes() / PARTS_OF_MEMTABLES, MAX_WINDOW_BYTES);
  }

  /** As {@link #open(Path, RocksStoreConfig)}; a test may plant a bug in the window. */
  static RocksStore open(Path dir, RocksStoreConfig config, RedoWindow window) {
    try {
      RocksStore store = openLocked(dir, config, window);
      LOG.log(
          INFO,
          "store {0}: opened, {1} partitions, durability {2}, {3} groups",
          dir,
          config.partitions(),
          config.durability(),
          Long.toString(store.last.groupNo()));
      if (config.durability() == Durability.OS) {
        LOG.log(WARNING, "store {0}: not synced, power loss may lose acknowledged events", dir);
      }
      return store;
    } catch (StoreException e) {
      LOG.log(ERROR, "store {0}: refused: {1}", dir, e.getMessage());
      throw e;
    }
  }

  private static RocksStore openLocked(Path dir, RocksStoreConfig config, RedoWindow window) {
    List<AutoCloseable> opened = new ArrayList<>();
    try {
      Files.createDirectories(dir);
      Creation.checkIsStoreOrEmpty(dir);
      DirectoryLock directory = DirectoryLock.take(dir);
      opened.add(directory);
      Creation.completeOrCheck(dir, config);
      AcknowledgedFile bound = AcknowledgedFile.open(dir);
      opened.add(bound);
      Optional<String> tail = LogCheck.check(Layout.databaseDir(dir), bound);
      RocksDatabase database = new RocksDatabase(Layout.databaseDir(dir), config, false);
      opened.add(database);
      Mark last = Layout.readMark(database);
      checkNothingIsMissing(dir, bound, last, tail);
      Creation.emptyLoadingDir(dir);
      RocksStore store = new RocksStore(dir, config, directory, database, bound, window, last);
      // Recovery has written to sorted files, synced, whatever it read from the log.
      bound.manifest(LogCheck.Manifest.of(Layout.databaseDir(dir)));
      bound.acknowledge(last, true);
      bound.sync();
      store.restoreWindow();
      return store;
    } catch (IOException | RocksDBException | RuntimeException e) {
      StoreException failure =
          e instanceof StoreException own
              ? own
              : new StoreException("cannot open the store in " + dir + ": " + reason(dir, e), e);
      closeAll(opened.reversed(), failure);
      throw failure;
    }
  }

  /**
   * What the redo records hold is in the window again; where that has become too small for it, it
   * is written under its keys, and the window begins empty.
   */
  private void restoreWindow() throws RocksDBException {
    List<RocksDatabase.RedoRecord> records = database.redoRecords();
    if (!window.restore(records)) {
      GroupWriter group = new GroupWriter(database, window, last);
      group.redone(records);
      write(group);
      checkUsable();
    }
  }

  private static void checkNothingIsMissing(
      Path dir, AcknowledgedFile bound, Mark last, Optional<String> tail) {
    Mark required = bound.required();
    if (last.groupNo() < required.groupNo()) {
      throw new StoreException(
          "acknowledged batches are missing in "
              + Layout.databaseDir(dir)
              + ": it ends at group "
              + last.groupNo()
              + ", but group "
              + required.groupNo()
              + " was acknowledged: "
              + tail.orElse("one of its files *.log was removed or replaced")
              + "; restore the data directory from a copy");
    }
    if (last.groupNo() == required.groupNo() && last.checksum() != required.checksum()) {
      throw new StoreException(
          Layout.databaseDir(dir)
              + " and "
              + dir.resolve(AcknowledgedFile.NAME)
              + " do not belong"
              + " together: both end at group "
              + last.groupNo()
              + ", with different checksums;"
              + " restore the whole data directory from one copy");
    }
    if (last.groupNo() < bound.acknowledged().groupNo()) {
      LOG.log(
          WARNING,
          "store {0}: {1} groups that were not synced were lost with the operating system",
          dir,
          Long.toString(bound.acknowledged().groupNo() - last.groupNo()));
    }
  }

  @Override
  public Durability durability() {
    return durability;
  }

  @Override
  public Epoch acquire(int partition) {
    synchronized (commits) {
      table.checkPartition(partition);
      return reading(
          () -> {
            Epoch raised = new Epoch(table.epoch(partition).value() + 1);
            GroupWriter group = new GroupWriter(database, window, last);
            group.epoch(partition, raised);
            write(group);
            checkUsable();
            if (durability == Durability.OS) {
              // Ids with this epoch in them leave the store: no other opening may have it.
              database.sync();
            }
            table.raise(partition, raised);
            return raised;
          });
    }
  }

  @Override
  public Epoch epoch(int partition) {
    synchronized (commits) {
      table.checkPartition(partition);
      return table.epoch(partition);
    }
  }

  @Override
  public Head head(int partition) {
    table.checkPartition(partition);
    return reading(() -> Layout.readHead(database, partition));
  }

  @Override
  public byte @Nullable [] get(int partition, byte[] key) {
    table.checkPartition(partition);
    byte space = KeySpace.of(key);
    byte[] full = Layout.key(partition, key);
    return this.<byte @Nullable []>reading(
        () -> {
          RedoWindow.Change change = inWindow(space, full);
          return change == null ? database.get(space, full) : change.value();
        });
  }

  private RedoWindow.@Nullable Change inWindow(byte space, byte[] full) {
    return KeySpace.isHot(space) ? window.find(full) : null;
  }

  @Override
  public List<byte @Nullable []> multiGet(int partition, List<byte[]> keys) {
    table.checkPartition(partition);
    return reading(
        () -> {
          List<byte @Nullable []> values = new ArrayList<>(keys.size());
          List<Byte> spaces = new ArrayList<>();
          List<byte[]> below = new ArrayList<>();
          List<Integer> places = new ArrayList<>();
          for (byte[] key : keys) {
            byte space = KeySpace.of(key);
            byte[] full = Layout.key(partition, key);
            RedoWindow.Change change = inWindow(space, full);
            if (change == null) {
              spaces.add(space);
              below.add(full);
              places.add(values.size());
            }
            values.add(change == null ? null : change.value());
          }
          List<byte @Nullable []> found = database.multiGet(spaces, below);
          for (int i = 0; i < found.size(); i++) {
            values.set(places.get(i), found.get(i));
          }
          return values;
        });
  }

  @Override
  public Cursor scan(int partition, byte[] from, byte[] to) {
    table.checkPartition(partition);
    byte space = KeySpace.of(from, to);
    if (!KeySpace.isHot(space)) {
      return cursor(partition, space, from, to);
    }
    // No commit may move entries from the window into the database in between.
    synchronized (commits) {
      Cursor below = cursor(partition, space, from, to);
      return new LayeredCursor(window.range(partition, from, to), below);
    }
  }

  private RocksCursor cursor(int partition, byte space, byte[] from, byte[] to) {
    boolean empty = Arrays.compareUnsigned(from, to) >= 0;
    return reading(
        () -> {
          RocksCursor cursor =
              new RocksCursor(
                  this,
                  database,
                  space,
                  Layout.key(partition, from),
                  Layout.key(partition, empty ? from : to));
          synchronized (cursors) {
            cursors.add(cursor);
          }
          return cursor;
        });
  }

  @Override
  public CommitOutcome commit(List<Batch> group) {
    synchronized (commits) {
      Lock lock = use.readLock();
      lock.lock();
      try {
        checkOpen();
        CommitOutcome.Unknown failed = broken;
        if (failed != null) {
          return failed;
        }
        Optional<CommitOutcome.Fenced> fenced = table.check(group);
        if (fenced.isPresent()) {
          return fenced.get();
        }
        if (group.isEmpty()) {
          return new CommitOutcome.Committed();
        }
        GroupWriter writer = new GroupWriter(database, window, last);
        group.forEach(writer::batch);
        CommitOutcome outcome = write(writer);
        if (outcome instanceof CommitOutcome.Committed) {
          table.advance(group);
        }
        return outcome;
      } finally {
        lock.unlock();
      }
    }
  }

  @Override
  public void load(int partition, List<Write.Put> entries) {
    table.checkPartition(partition);
    if (entries.isEmpty()) {
      return;
    }
    byte space = KeySpace.of(entries.getFirst().key());
    Path file = Layout.loadingDir(dir).resolve(loads.incrementAndGet() + ".sst");
    reading(
        () -> {
          try (SortedFile sorted = new SortedFile(file)) {
            LoadedEntries checked = new LoadedEntries(entries);
            while (checked.hasNext()) {
              Write.Put entry = checked.next();
              sorted.add(Layout.key(partition, entry.key()), entry.value());
            }
            sorted.finish();
          }
          database.ingest(space, file);
          return null;
        });
  }

  /** Writes a group, then its mark: what is acknowledged is never ahead of what is durable. */
  private CommitOutcome write(GroupWriter group) {
    try {
      Mark mark = group.write();
      bound.acknowledge(mark, durability == Durability.SYNC);
      if (mark.groupNo() % GROUPS_PER_BOUND_SYNC == 0 && durability == Durability.SYNC) {
        bound.sync();
      }
      last = mark;
      return new CommitOutcome.Committed();
    } catch (IOException | RocksDBException | RuntimeException e) {
      CommitOutcome.Unknown outcome =
          new CommitOutcome.Unknown(
              "commit failed: "
                  + reason(dir, e)
                  + "; the store serves nothing more until it is closed and opened anew",
              e);
      broken = outcome;
      LOG.log(ERROR, "store {0}: {1}", dir, outcome.reason());
      return outcome;
    }
  }

  @Override
  public void close() {
    synchronized (commits) {
      use.writeLock().lock();
      try {
        if (closed) {
          return;
        }
        closed = true;
        synchronized (cursors) {
          cursors.forEach(RocksCursor::release);
          cursors.clear();
        }
        StoreException failure = new StoreException("closing the store in " + dir + " failed");
        if (broken == null) {
          closeAll(List.of(this::makeDurable), failure);
        }
        closeAll(List.of(database, bound, directory), failure);
        LOG.log(INFO, "store {0}: closed at group {1}", dir, Long.toString(last.groupNo()));
        if (failure.getSuppressed().length > 0) {
          throw failure;
        }
      } finally {
        use.writeLock().unlock();
      }
    }
  }

  private void makeDurable() throws IOException, RocksDBException {
    database.sync();
    bound.acknowledge(last, true);
    bound.sync();
  }

  /** A call into RocksDB beside the commits. */
  @FunctionalInterface
  interface Reading<T extends @Nullable Object> {
    T call() throws RocksDBException;
  }

  /** Runs a call while the native objects are alive and memory agrees with the disk. */
  <T extends @Nullable Object> T reading(Reading<T> call) {
    Lock lock = use.readLock();
    lock.lock();
    try {
      checkUsable();
      return call.call();
    } catch (RocksDBException e) {
      throw new StoreException("cannot use the store in " + dir + ": " + reason(dir, e), e);
    } finally {
      lock.unlock();
    }
  }

  /** Gives back the native objects of a cursor, unless the store did so when it was closed. */
  void release(RocksCursor cursor) {
    Lock lock = use.readLock();
    lock.lock();
    try {
      synchronized (cursors) {
        if (cursors.remove(cursor)) {
          cursor.release();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** For tests of what follows a failure: makes every further commit fail after it was written. */
  void loseBound() throws IOException {
    bound.close();
  }

  private void checkUsable() {
    checkOpen();
    CommitOutcome.Unknown failed = broken;
    if (failed != null) {
      throw new StoreException("store in " + dir + ": " + failed.reason(), failed.cause());
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the store in " + dir + " is closed");
    }
  }

  private static String reason(Path dir, Exception e) {
    String message = String.valueOf(e.getMessage());
    Status status = e instanceof RocksDBException rocks ? rocks.getStatus() : null;
    boolean full =
        (status != null && status.getSubCode() == Status.SubCode.NoSpace)
            || message.contains("No space left on device")
            || message.contains("File too large");
    if (full) {
      return "no space left on device in " + dir + " (" + message + "); make room";
    }
    if (status != null && status.getCode() == Status.Code.Corruption) {
      return "damaged data (" + message + "); restore the data directory from a copy";
    }
    return message;
  }

  private static void closeAll(List<? extends AutoCloseable> resources, StoreException failure) {
    for (AutoCloseable resource : resources) {
      try {
        resource.close();
      } catch (Exception e) {
        failure.addSuppressed(e);
      }
    }
  }
}
