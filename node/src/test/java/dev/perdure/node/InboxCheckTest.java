package dev.perdure.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.MachineRef;
import dev.perdure.RequestId;
import dev.perdure.kernel.OldIds;
import dev.perdure.kernel.PartitionHost;
import dev.perdure.kernel.StepRecord;
import dev.perdure.node.Ledger.Event;
import dev.perdure.node.Ledger.Pass;
import dev.perdure.node.Ledger.Read;
import dev.perdure.node.RunningNode.Surroundings;
import dev.perdure.store.MemoryStore;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The slow look at the inbox, for hand-overs that get lost. */
@Timeout(60)
final class InboxCheckTest {
  private static final int PARTITIONS = 2;

  private final AtomicLong nowMillis = new AtomicLong(1_000_000);
  private final AtomicBoolean lost = new AtomicBoolean();

  /** The first hand-over gets lost, and time passes only when it is told to. */
  private RunningNode open() {
    MemoryStore store = new MemoryStore(PARTITIONS);
    return RunningNode.open(
        Ground.config(),
        List.of(Ledger.definition(), Ground.echo()),
        List.of(new StoreOpener("store in memory", PARTITIONS, () -> store)),
        Surroundings.real().clock(nowMillis::get).host(this::losingOne));
  }

  private PartitionHost losingOne(PartitionHost host) {
    return new PartitionHost() {
      @Override
      public void publish(StepRecord stepRecord) {
        host.publish(stepRecord);
      }

      @Override
      public void handOver(int target, HandOver handOver) {
        if (!lost.compareAndSet(false, true)) host.handOver(target, handOver);
      }

      @Override
      public void load(OldIds ids) {
        host.load(ids);
      }

      @Override
      public void goesOn() {
        host.goesOn();
      }
    };
  }

  private static MachineRef<Event> ledgerIn(Node node, int partition) {
    for (int i = 0; ; i++) {
      MachineRef<Event> ref = Ledger.TYPE.ref("ledger" + i);
      if (node.partitionOf(ref) == partition) return ref;
    }
  }

  private static long total(Node node, MachineRef<Event> ledger) {
    return node.client().query(ledger, Long.class, Read::new).join();
  }

  @Test
  void aHandOverThatGotLostIsFoundInTheInboxAfterAWhile() {
    try (Node node = open()) {
      MachineRef<Event> to = ledgerIn(node, 1);
      node.client().send(RequestId.of("r1"), ledgerIn(node, 0), new Pass(to, 5));
      assertThat(total(node, to)).isZero();
      nowMillis.addAndGet(59_000);
      assertThat(total(node, to)).isZero();
      nowMillis.addAndGet(1_000);
      Eventually.total(node, to, 5);
      assertThat(lost).isTrue();
    }
  }
}
