package dev.perdure.benchmarks.micro;

import dev.perdure.kernel.spi.Batch;
import dev.perdure.kernel.spi.CommitOutcome;
import dev.perdure.kernel.spi.Durability;
import dev.perdure.kernel.spi.Epoch;
import dev.perdure.kernel.spi.Write;
import dev.perdure.store.RocksStore;
import dev.perdure.store.RocksStoreConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A commit of the embedded store without its sync: so many records of 200 bytes under keys of which
 * there are a thousand, and one segment with an answer for each.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class RocksCommitBench {
  private static final int KEYS = 1_000;
  private static final int RECORD_BYTES = 200;
  private static final int ANSWER_BYTES = 60;

  private final SplittableRandom random = new SplittableRandom(1);
  private final Path dir = newDir();
  private final RocksStore store =
      RocksStore.open(
          dir, RocksStoreConfig.defaults().withPartitions(1).withDurability(Durability.OS));
  private final Epoch epoch = store.acquire(0);
  private long batchNo;
  private List<Write> writes = List.of();

  /** Records in a group. */
  @Param({"1", "64", "512"})
  public int records;

  private static Path newDir() {
    try {
      return Files.createTempDirectory("perdure-commits");
    } catch (IOException e) {
      throw new UncheckedIOException("no place for a store", e);
    }
  }

  /** The next group. */
  @Setup(Level.Invocation)
  public void makeWrites() {
    writes = new ArrayList<>();
    int first = random.nextInt(KEYS);
    for (int i = 0; i < records; i++) {
      byte[] record = new byte[RECORD_BYTES];
      random.nextBytes(record);
      writes.add(new Write.Put(key('s', (first + i) % KEYS), record));
    }
    writes.add(new Write.Put(key('r', batchNo), new byte[ANSWER_BYTES * records]));
  }

  private static byte[] key(char space, long number) {
    return ByteBuffer.allocate(1 + Long.BYTES).put((byte) space).putLong(number).array();
  }

  @Benchmark
  public CommitOutcome commit() {
    batchNo++;
    return store.commit(List.of(new Batch(0, epoch, batchNo, new byte[64], writes, List.of())));
  }

  /** Leaves nothing. */
  @TearDown
  public void remove() throws IOException {
    store.close();
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
