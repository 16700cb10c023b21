package dev.perdure.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.node.NodeConfig;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HttpCounterWorkloadIT {
  @Test
  void whatIsAcknowledgedOverHttpIsDurableInTheSums(@TempDir Path dir) throws Exception {
    NodeConfig config = NodeConfig.at(dir.resolve("node")).partitions(2);
    Result result = new HttpCounterWorkload(config, 3, Duration.ZERO, Duration.ofMillis(500)).run();
    // However short it is, the request that each connection has under way is waited for and
    // counted.
    assertThat(result.verified()).isTrue();
    assertThat(result.toJson()).contains("\"workload\":\"counter-http\"", "\"clients\":3");
  }
}
