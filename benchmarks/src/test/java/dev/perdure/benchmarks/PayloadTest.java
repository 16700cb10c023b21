package dev.perdure.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.MachineRef;
import dev.perdure.RequestId;
import dev.perdure.benchmarks.load.Feeding;
import dev.perdure.benchmarks.machines.Alarm;
import dev.perdure.benchmarks.machines.Caller;
import dev.perdure.benchmarks.machines.Counter;
import dev.perdure.benchmarks.machines.Listener;
import dev.perdure.benchmarks.machines.RingMember;
import dev.perdure.node.Node;
import dev.perdure.node.NodeConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** States are as large as results say; what is said of bytes on disk is a multiple of it. */
final class PayloadTest {
  private static final Offset<Integer> SOME_DIGITS = Offset.offset(10);

  private static Node open(NodeWorkload workload) {
    return Place.memory(NodeConfig.at(Path.of("unused")).partitions(1)).open(workload.parts());
  }

  private static int stateBytes(Node node, MachineRef<?> machine) {
    String json = node.operator().show(machine).join().orElseThrow().stateJson().orElseThrow();
    return json.getBytes(StandardCharsets.UTF_8).length;
  }

  @Test
  void thatOfACounter() throws InterruptedException {
    try (Node node = open(new CounterWorkload(1, false, 1))) {
      new Feeding(node).feed(1, 1);
      assertThat(stateBytes(node, Counter.ref(0))).isCloseTo(Counter.STATE_BYTES, SOME_DIGITS);
    }
  }

  @Test
  void thatOfAnAlarm() throws InterruptedException {
    try (Node node = open(new TimersWorkload(1, Duration.ZERO))) {
      new Feeding(node).feed(1, 1, System.currentTimeMillis());
      assertThat(stateBytes(node, Alarm.ref(0))).isCloseTo(Alarm.STATE_BYTES, Offset.offset(20));
    }
  }

  @Test
  void thatOfAListener() {
    try (Node node = open(new FanOutWorkload(1))) {
      node.client()
          .ask(RequestId.unique(), Caller.REF, Long.class, to -> new Caller.Call(1, Set.of(0), to))
          .join();
      assertThat(stateBytes(node, Listener.ref(0))).isCloseTo(Listener.STATE_BYTES, SOME_DIGITS);
    }
  }

  @Test
  void thatOfAMemberOfARing() {
    try (Node node = open(new RingWorkload(1, 2))) {
      MachineRef<RingMember.Event> member = RingMember.TYPE.ref("0");
      node.client()
          .ask(
              RequestId.unique(),
              member,
              Boolean.class,
              to -> new RingMember.Join(RingMember.TYPE.ref("1"), to))
          .join();
      assertThat(stateBytes(node, member)).isCloseTo(RingMember.STATE_BYTES, Offset.offset(30));
    }
  }
}
