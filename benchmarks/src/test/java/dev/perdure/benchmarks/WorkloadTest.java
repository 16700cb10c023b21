package dev.perdure.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.node.NodeConfig;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run is verified by what is in its directory when that is opened anew, and by nothing else. The
 * planted loss: the directory that is opened has nothing of what was acknowledged.
 */
final class WorkloadTest {
  private static final Duration SHORT = Duration.ofMillis(200);

  @TempDir private Path dir;

  private NodeConfig at(String name) {
    return NodeConfig.at(dir.resolve(name))
        .partitions(2)
        .blockCacheBytes(8 << 20)
        .memtableBytes(64 << 20)
        .maxLogBytes(64 << 20);
  }

  @Test
  void aCounterRunWhoseDataIsGoneIsNotVerified() throws InterruptedException {
    CounterWorkload workload = new CounterWorkload(at("data"), 8, Duration.ZERO, SHORT);
    assertThat(workload.run(at("empty")).verified()).isFalse();
  }

  @Test
  void aCounterRunOverHttpWhoseDataIsGoneIsNotVerified() throws Exception {
    HttpCounterWorkload workload = new HttpCounterWorkload(at("data"), 3, Duration.ZERO, SHORT);
    assertThat(workload.run(at("empty")).verified()).isFalse();
  }

  @Test
  void aRingRunWhoseDataIsGoneIsNotVerified() throws InterruptedException {
    RingWorkload workload = new RingWorkload(at("data"), 3, Duration.ZERO, SHORT);
    assertThat(workload.run(at("empty")).verified()).isFalse();
  }
}
