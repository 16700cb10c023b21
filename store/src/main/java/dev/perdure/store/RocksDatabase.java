package dev.perdure.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.perdure.kernel.spi.Durability;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.rocksdb.AbstractSlice;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.IndexType;
import org.rocksdb.IngestExternalFileOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * One RocksDB with the settings that Perdure needs, and all its native objects, closed in reverse
 * order of their making. Not guarded: whoever owns it sees to it that nothing is under way when it
 * is closed.
 */
final class RocksDatabase implements AutoCloseable {
  private static final byte[] RUNS = "runs".getBytes(US_ASCII);
  private static final byte[] LOADED = "loaded".getBytes(US_ASCII);
  private static final byte[] REDO = "redo".getBytes(US_ASCII);
  private static final int LOG_FILES = 3;
  private static final long LOG_FILE_BYTES = 4L << 20;
  private static final long SMALL_MEMTABLE = 1L << 20;
  private static final long BYTES_PER_SYNC = 512L << 10;
  private static final long MANIFEST_BYTES = 16L << 20;
  static final double BLOOM_BITS_PER_KEY = 10;
  private static final int SHARDS_BY_SIZE = -1;

  /** What indexes and filters have of the cache before data blocks may drive them out. */
  private static final double PRIORITY_SHARE = 0.5;

  private final Deque<AutoCloseable> owned = new ArrayDeque<>();
  private final RocksDB db;
  private final ColumnFamilyHandle points;
  private final ColumnFamilyHandle runs;
  private final ColumnFamilyHandle loaded;
  private final ColumnFamilyHandle redo;
  private final ByteBuffer redoKey = ByteBuffer.allocateDirect(Long.BYTES);
  private final WriteOptions writeOptions;

  /** A redo record as it is stored. */
  record RedoRecord(byte[] key, ByteBuffer value) {
    long groupNo() {
      return ByteBuffer.wrap(key).getLong();
    }
  }

  /**
   * Opens the database in {@code dir}.
   *
   * @param create whether there is none yet
   */
  RocksDatabase(Path dir, RocksStoreConfig config, boolean create) throws RocksDBException {
    RocksDB.loadLibrary();
    try {
      BlockBasedTableConfig table = tableConfig(config);
      // Each has one that fills and one that is being written.
      long memtable = config.memtableBytes() / 8;
      long redoMemtable = config.memtableBytes() / 4;
      ColumnFamilyOptions changed = own(familyOptions(table, memtable));
      ColumnFamilyOptions added = onlyAdded(own(familyOptions(table, memtable)), 24);
      ColumnFamilyOptions addedByFiles =
          onlyAdded(own(familyOptions(table, SMALL_MEMTABLE)), 48)
              // Fingerprints do not get smaller.
              .setBottommostCompressionType(CompressionType.NO_COMPRESSION);
      // All but a window's worth is gone before its memtable is full, and nearly all of that by the
      // time that files are merged.
      ColumnFamilyOptions goneSoon = onlyAdded(own(familyOptions(table, redoMemtable)), 3);
      List<ColumnFamilyHandle> handles = new ArrayList<>();
      db =
          RocksDB.open(
              own(dbOptions(config, create)),
              dir.toString(),
              List.of(
                  new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, changed),
                  new ColumnFamilyDescriptor(RUNS, added),
                  new ColumnFamilyDescriptor(LOADED, addedByFiles),
                  new ColumnFamilyDescriptor(REDO, goneSoon)),
              handles);
      own(db);
      points = own(handles.get(0));
      runs = own(handles.get(1));
      loaded = own(handles.get(2));
      redo = own(handles.get(3));
      writeOptions = own(new WriteOptions());
      writeOptions.setSync(config.durability() == Durability.SYNC);
    } catch (RocksDBException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Where a key space is kept. Inbox segments and remembered answers live for a short time and are
   * removed by ranges: kept apart, the marks of removed ranges slow no reading of single keys. The
   * index of request ids is loaded: kept apart, it needs no memtable written out before. Redo
   * records are mostly gone before their memtable is full, and then never written to a file.
   */
  private ColumnFamilyHandle family(byte space) {
    return switch (space) {
      case 'i', 'r' -> runs;
      case 'x' -> loaded;
      case Layout.REDO_SPACE -> redo;
      default -> points;
    };
  }

  byte @Nullable [] get(byte space, byte[] key) throws RocksDBException {
    return db.get(family(space), key);
  }

  List<byte @Nullable []> multiGet(List<Byte> spaces, List<byte[]> keys) throws RocksDBException {
    if (keys.isEmpty()) {
      return List.of();
    }
    List<byte @Nullable []> values =
        new ArrayList<>(db.multiGetAsList(spaces.stream().map(this::family).toList(), keys));
    for (int i = 0; i < values.size(); i++) {
      // RocksDB's list says null for a block that it could not read as well; a single get throws.
      if (values.get(i) == null) {
        values.set(i, get(spaces.get(i), keys.get(i)));
      }
    }
    return values;
  }

  /** Entries up to {@code to} as they stand; the caller closes it before the options. */
  RocksIterator iterator(byte space, ReadOptions options, AbstractSlice<?> to) {
    options.setIterateUpperBound(to);
    return db.newIterator(family(space), options);
  }

  void put(WriteBatch batch, byte space, byte[] key, byte[] value) throws RocksDBException {
    batch.put(family(space), key, value);
  }

  void putRedo(WriteBatch batch, long groupNo, ByteBuffer value) throws RocksDBException {
    batch.put(redo, redoKey.clear().putLong(groupNo).flip(), value);
  }

  /** The redo records, oldest first. */
  List<RedoRecord> redoRecords() throws RocksDBException {
    List<RedoRecord> records = new ArrayList<>();
    try (RocksIterator iterator = db.newIterator(redo)) {
      for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
        records.add(new RedoRecord(iterator.key(), ByteBuffer.wrap(iterator.value())));
      }
      iterator.status();
    }
    return records;
  }

  void delete(WriteBatch batch, byte space, byte[] key) throws RocksDBException {
    batch.delete(family(space), key);
  }

  void deleteRange(WriteBatch batch, byte space, byte[] from, byte[] to) throws RocksDBException {
    batch.deleteRange(family(space), from, to);
  }

  /** Makes a batch durable as configured, then visible. */
  void write(WriteBatch batch) throws RocksDBException {
    db.write(writeOptions, batch);
  }

  /** Takes a file of {@link SortedFile} over, durably; its keys are of that space. */
  void ingest(byte space, Path file) throws RocksDBException {
    try (var options = new IngestExternalFileOptions().setMoveFiles(true)) {
      db.ingestExternalFile(family(space), List.of(file.toString()), options);
    }
  }

  /** Syncs everything written so far. */
  void sync() throws RocksDBException {
    db.syncWal();
  }

  @Override
  public void close() {
    while (!owned.isEmpty()) {
      try {
        owned.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("closing RocksDB", e);
      }
    }
  }

  private <T extends AutoCloseable> T own(T resource) {
    owned.push(resource);
    return resource;
  }

  private DBOptions dbOptions(RocksStoreConfig config, boolean create) {
    // Java knows these two by their names only.
    Properties checks = new Properties();
    checks.setProperty("track_and_verify_wals_in_manifest", "true");
    checks.setProperty("track_and_verify_wals", "true");
    DBOptions options = DBOptions.getDBOptionsFromProps(checks);
    if (options == null) {
      throw new IllegalStateException("this RocksDB cannot verify its logs: " + checks);
    }
    return options
        .setCreateIfMissing(create)
        .setErrorIfExists(create)
        .setCreateMissingColumnFamilies(create)
        .setParanoidChecks(true)
        // Cuts a torn tail. What else it cuts is found by LogCheck before, by the bound after.
        .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
        .setRecycleLogFileNum(0)
        .setMaxTotalWalSize(config.maxTotalWalBytes())
        // A store whose write failed is closed and opened anew, not healed under way.
        .setMaxBgErrorResumeCount(0)
        .setMaxBackgroundJobs(config.backgroundJobs())
        .setMaxOpenFiles(config.maxOpenFiles())
        .setMaxManifestFileSize(MANIFEST_BYTES)
        .setKeepLogFileNum(LOG_FILES)
        .setMaxLogFileSize(LOG_FILE_BYTES)
        // Else a sync of the log waits for all that the system has kept of a sorted file.
        .setBytesPerSync(BYTES_PER_SYNC)
        .setStatsDumpPeriodSec(0)
        .setStatsPersistPeriodSec(0);
  }

  private BlockBasedTableConfig tableConfig(RocksStoreConfig config) {
    Cache cache =
        own(new LRUCache(config.blockCacheBytes(), SHARDS_BY_SIZE, false, PRIORITY_SHARE));
    return new BlockBasedTableConfig()
        .setBlockCache(cache)
        .setFilterPolicy(own(new BloomFilter(BLOOM_BITS_PER_KEY)))
        // Indexes and filters count against the cache, so that memory stays within it. In one
        // piece those of a file with millions of small entries are larger than a shard of the
        // cache, and each reading of a key would read them from the file again.
        .setCacheIndexAndFilterBlocks(true)
        .setCacheIndexAndFilterBlocksWithHighPriority(true)
        .setIndexType(IndexType.kTwoLevelIndexSearch)
        .setPartitionFilters(true)
        .setPinTopLevelIndexAndFilter(true)
        .setPinL0FilterAndIndexBlocksInCache(true);
  }

  private static ColumnFamilyOptions familyOptions(BlockBasedTableConfig table, long memtable) {
    return new ColumnFamilyOptions()
        .setTableFormatConfig(table)
        // What is young is written again soon: only what has settled is worth the time.
        .setCompressionType(CompressionType.NO_COMPRESSION)
        .setBottommostCompressionType(CompressionType.LZ4_COMPRESSION)
        .setWriteBufferSize(memtable)
        .setMaxWriteBufferNumber(2);
  }

  /** For what is hardly read: so many sorted files may stand beside each other, and wait. */
  private static ColumnFamilyOptions onlyAdded(ColumnFamilyOptions options, int files) {
    return options
        .setCompactionStyle(CompactionStyle.UNIVERSAL)
        .setLevelZeroFileNumCompactionTrigger(files)
        .setLevelZeroSlowdownWritesTrigger(4 * files)
        .setLevelZeroStopWritesTrigger(6 * files);
  }
}
