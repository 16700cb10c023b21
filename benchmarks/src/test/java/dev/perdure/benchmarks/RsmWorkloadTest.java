package dev.perdure.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.benchmarks.measure.Meter;
import dev.perdure.benchmarks.rsm.Syncs;
import dev.perdure.benchmarks.stores.WatchedStore;
import dev.perdure.kernel.spi.Store;
import dev.perdure.node.NodeConfig;
import dev.perdure.store.MemoryStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The baseline is verified by what is durable, and by nothing else. */
@Timeout(120)
final class RsmWorkloadTest {
  private static final int PARTITIONS = 2;

  @TempDir private Path dir;

  private static Meter meter() {
    return new Meter(Duration.ZERO, Duration.ofMillis(200), _ -> {});
  }

  private static Supplier<Store> lasting(MemoryStore store) {
    return () -> new WatchedStore(store, store::commit, () -> {});
  }

  private static Store empty() {
    return new MemoryStore(PARTITIONS);
  }

  static Stream<Workload> workloads() {
    return Stream.of(Syncs.values())
        .flatMap(
            syncs ->
                Stream.of(
                    new RsmCounterWorkload(1, 50, syncs),
                    new RsmCounterWorkload(8, 50, syncs),
                    new RsmRingWorkload(1, syncs),
                    new RsmRingWorkload(3, syncs)));
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void aRunIsVerified(Workload workload) throws Exception {
    NodeConfig config =
        NodeConfig.at(dir.resolve("data"))
            .partitions(PARTITIONS)
            .blockCacheBytes(8 << 20)
            .memtableBytes(64 << 20)
            .maxLogBytes(64 << 20);
    assertThat(
            new Trial(Duration.ZERO, Duration.ofMillis(200), 10, _ -> {})
                .run(workload, Place.directory(config))
                .verified())
        .isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void aRunWhoseDataIsGoneIsNotVerified(Syncs syncs) throws InterruptedException {
    assertThat(
            new RsmCounterWorkload(8, 50, syncs)
                .run(RsmWorkloadTest::empty, RsmWorkloadTest::empty, PARTITIONS, meter()))
        .isFalse();
    assertThat(
            new RsmRingWorkload(3, syncs)
                .run(RsmWorkloadTest::empty, RsmWorkloadTest::empty, PARTITIONS, meter()))
        .isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void aRunOnWhatLastsIsVerified(Syncs syncs) throws InterruptedException {
    Supplier<Store> counters = lasting(new MemoryStore(PARTITIONS));
    assertThat(new RsmCounterWorkload(8, 50, syncs).run(counters, counters, PARTITIONS, meter()))
        .isTrue();
    Supplier<Store> ring = lasting(new MemoryStore(PARTITIONS));
    assertThat(new RsmRingWorkload(3, syncs).run(ring, ring, PARTITIONS, meter())).isTrue();
  }
}
