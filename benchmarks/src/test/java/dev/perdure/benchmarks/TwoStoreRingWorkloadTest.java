package dev.perdure.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.benchmarks.measure.Meter;
import dev.perdure.benchmarks.measure.Result;
import dev.perdure.benchmarks.stores.TwoStores;
import dev.perdure.node.NodeConfig;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The ring over two stores is verified by what is durable, and counts what it says it counts. */
@Timeout(120)
final class TwoStoreRingWorkloadTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  @TempDir private Path dir;

  private NodeConfig at(String name) {
    return NodeConfig.at(dir.resolve(name))
        .partitions(2)
        .blockCacheBytes(8 << 20)
        .memtableBytes(64 << 20)
        .maxLogBytes(64 << 20);
  }

  @Test
  void aRunIsVerifiedAndEachHopIsInACommitOfItsOwn() throws Exception {
    Result result =
        new Trial(Duration.ZERO, SHORT, 10, _ -> {})
            .run(new TwoStoreRingWorkload(1), Place.directory(at("data")));
    assertThat(result.verified()).isTrue();
    assertThat(result.steps()).isPositive();
    // The next hop begins when this one is durable; more than three would be one for nothing.
    assertThat(result.figures().get("syncs_per_hop")).isBetween(0.9, 3.1);
  }

  @Test
  void aRunWhoseDataIsGoneIsNotVerified() throws InterruptedException {
    assertThat(
            new TwoStoreRingWorkload(3)
                .run(
                    new TwoStores(at("data")),
                    new TwoStores(at("empty")),
                    new Meter(Duration.ZERO, SHORT, _ -> {})))
        .isFalse();
  }
}
