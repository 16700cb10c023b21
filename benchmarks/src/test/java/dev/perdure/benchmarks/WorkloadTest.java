package dev.perdure.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.Part;
import dev.perdure.RequestId;
import dev.perdure.benchmarks.http.HttpCounterWorkload;
import dev.perdure.benchmarks.machines.Alarm;
import dev.perdure.benchmarks.machines.Counter;
import dev.perdure.benchmarks.machines.Listener;
import dev.perdure.benchmarks.machines.Mayfly;
import dev.perdure.benchmarks.machines.Register;
import dev.perdure.benchmarks.machines.RingMember;
import dev.perdure.benchmarks.measure.Result;
import dev.perdure.benchmarks.recovery.RecoveryWorkload;
import dev.perdure.kernel.spi.Durability;
import dev.perdure.node.Node;
import dev.perdure.node.NodeConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every workload runs, and is verified by what is there when its place is opened anew and by
 * nothing else. Planted: what is opened has nothing, a step was lost or doubled.
 */
final class WorkloadTest {
  private static final int FEW = 50;

  /** So many take longer than a tick of the clock of the processor's time, 10 ms. */
  private static final int MORE_THAN_A_TICK = 3_000;

  private static final CounterWorkload COUNTER = new CounterWorkload(8, false, FEW);
  private static final RingWorkload RING = new RingWorkload(3, RingWorkload.MACHINES);
  private static final FanOutWorkload FAN_OUT = new FanOutWorkload(FEW);
  private static final CreateWorkload CREATE = new CreateWorkload(MORE_THAN_A_TICK);
  private static final TimersWorkload TIMERS = new TimersWorkload(FEW, Duration.ofMillis(200));
  private static final BigMapWorkload BIG_MAP = new BigMapWorkload(FEW, 4);
  private static final ColdWorkload COLD = new ColdWorkload(FEW);

  @TempDir private Path dir;

  static Stream<NodeWorkload> onANode() {
    return Stream.of(
        COUNTER,
        new CounterWorkload(1, false, FEW),
        new CounterWorkload(8, true, FEW),
        RING,
        new RingWorkload(1, RingWorkload.MACHINES),
        FAN_OUT,
        CREATE,
        TIMERS,
        BIG_MAP,
        COLD);
  }

  static Stream<Workload> onOthers() {
    return Stream.of(new HttpCounterWorkload(3), new RecoveryWorkload(FEW, 1));
  }

  static Stream<Workload> all() {
    return Stream.concat(onANode(), onOthers());
  }

  static Stream<NodeWorkload> planted() {
    return Stream.of(
        new Planted(COUNTER, Counter.Add.class, Planted.Kind.LOST),
        new Planted(RING, RingMember.Token.class, Planted.Kind.LOST),
        new Planted(RING, RingMember.Token.class, Planted.Kind.DOUBLED),
        new Planted(FAN_OUT, Listener.Hear.class, Planted.Kind.LOST),
        new Planted(FAN_OUT, Listener.Hear.class, Planted.Kind.DOUBLED),
        new Planted(CREATE, Mayfly.Event.class, Planted.Kind.SKIPPED),
        new Planted(CREATE, Mayfly.Event.class, Planted.Kind.DOUBLED),
        new Planted(TIMERS, Alarm.Ring.class, Planted.Kind.LOST),
        new Planted(TIMERS, Alarm.Ring.class, Planted.Kind.DOUBLED),
        new Planted(BIG_MAP, Register.Put.class, Planted.Kind.LOST),
        new Planted(COLD, Counter.Add.class, Planted.Kind.LOST));
  }

  private NodeConfig at(String name) {
    return NodeConfig.at(dir.resolve(name))
        .partitions(2)
        .blockCacheBytes(8 << 20)
        .memtableBytes(64 << 20)
        .maxLogBytes(64 << 20);
  }

  private static Result run(Workload workload, Place place) throws Exception {
    return new Trial(Duration.ZERO, Duration.ofMillis(200), 1, _ -> {}).run(workload, place);
  }

  @ParameterizedTest
  @MethodSource("all")
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
  @MethodSource("onANode")
  void aRunInMemoryIsVerified(Workload workload) throws Exception {
    Result result = run(workload, Place.memory(at("unused")));
    assertThat(result.verified()).isTrue();
    assertThat(result.durability()).isEqualTo(Durability.MEMORY);
  }

  @ParameterizedTest
  @MethodSource("planted")
  void aRunThatLostOrDoubledAStepIsNotVerified(NodeWorkload workload) throws Exception {
    assertThat(run(workload, Place.memory(at("unused"))).verified()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("onANode")
  void aRunWhoseDataIsGoneIsNotVerified(NodeWorkload workload) throws Exception {
    Place place = Place.directory(at("data"));
    Place empty = Place.directory(at("empty"));
    assertThat(run(workload, new Struck(place, 2, _ -> empty)).verified()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("onOthers")
  void aRunOfAnotherProcessWhoseDataIsGoneIsNotVerified(Workload workload) throws Exception {
    Place place = Place.directory(at("data"));
    Place empty = Place.directory(at("empty"));
    assertThat(run(workload, new Struck(place, 1, _ -> empty)).verified()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("onOthers")
  void aRunOfAnotherProcessThatAddedMoreThanWasAskedForIsNotVerified(Workload workload)
      throws Exception {
    Place place = Place.directory(at("data"));
    assertThat(run(workload, new Struck(place, 1, WorkloadTest::withMore)).verified()).isFalse();
  }

  private static Place withMore(Place place) {
    try (Node node = place.open(List.of(Counter.DEFINITION))) {
      node.client()
          .ask(RequestId.unique(), Counter.ref(1), Long.class, to -> new Counter.Add(1_000_000, to))
          .join();
    }
    return place;
  }

  /** A place to which something happens before it is opened for the nth time. */
  private static final class Struck implements Place {
    private final int nth;
    private final UnaryOperator<Place> blow;
    private Place place;
    private int opened;

    Struck(Place place, int nth, UnaryOperator<Place> blow) {
      this.place = place;
      this.nth = nth;
      this.blow = blow;
    }

    @Override
    public NodeConfig config() {
      return place.config();
    }

    @Override
    public Durability durability() {
      return place.durability();
    }

    @Override
    public Node open(List<Part> parts) {
      if (++opened == nth) place = blow.apply(place);
      return place.open(parts);
    }
  }
}
