package dev.perdure.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.Part;
import dev.perdure.benchmarks.http.HttpCounterWorkload;
import dev.perdure.benchmarks.measure.Result;
import dev.perdure.kernel.spi.Durability;
import dev.perdure.node.Node;
import dev.perdure.node.NodeConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A run is verified by what is there when its place is opened anew, and by nothing else. The
 * planted loss: what is opened has nothing of what was acknowledged.
 */
final class WorkloadTest {
  @TempDir private Path dir;

  static Stream<Workload> workloads() {
    return Stream.of(
        new CounterWorkload(1, false, 50),
        new CounterWorkload(8, false, 1_000),
        new CounterWorkload(8, true, 50),
        new HttpCounterWorkload(3),
        new RingWorkload(1, RingWorkload.MACHINES),
        new RingWorkload(3, RingWorkload.MACHINES));
  }

  private NodeConfig at(String name) {
    return NodeConfig.at(dir.resolve(name))
        .partitions(2)
        .blockCacheBytes(8 << 20)
        .memtableBytes(64 << 20)
        .maxLogBytes(64 << 20);
  }

  private static Result run(Workload workload, Place place) throws Exception {
    return new Trial(Duration.ZERO, Duration.ofMillis(200), 1).run(workload, place);
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void aRunIsVerified(Workload workload) throws Exception {
    Result result = run(workload, Place.directory(at("data")));
    assertThat(result.verified()).isTrue();
    assertThat(result.durability()).isEqualTo(Durability.SYNC);
    assertThat(result.seconds()).isPositive();
    assertThat(result.fdatasyncMicros()).isPositive();
    assertThat(result.cost().cpuNanos()).isPositive();
    assertThat(result.cost().allocatedBytes()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void aRunWhoseDataIsGoneIsNotVerified(Workload workload) throws Exception {
    assertThat(run(workload, losing(workload instanceof NodeWorkload)).verified()).isFalse();
  }

  /** A place that has nothing when it is opened to verify: the second time, or the first. */
  private Place losing(boolean atSecond) {
    Place first = Place.directory(at("data"));
    Place second = Place.directory(at("empty"));
    return new Place() {
      private Place next = atSecond ? first : second;

      @Override
      public NodeConfig config() {
        return first.config();
      }

      @Override
      public Durability durability() {
        return first.durability();
      }

      @Override
      public Node open(List<Part> parts) {
        Node node = next.open(parts);
        next = second;
        return node;
      }
    };
  }
}
