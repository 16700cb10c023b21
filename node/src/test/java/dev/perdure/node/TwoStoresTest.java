package dev.perdure.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.MachineRef;
import dev.perdure.RequestId;
import dev.perdure.kernel.spi.Durability;
import dev.perdure.kernel.spi.StoreException;
import dev.perdure.kernel.spi.Transport;
import dev.perdure.node.Ledger.AskOther;
import dev.perdure.node.Ledger.Event;
import dev.perdure.node.Ledger.Pass;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Machines in two stores of one node: the outbox, the transport, and dedup. */
@Timeout(180)
final class TwoStoresTest {
  /** Carries everything as it likes: loses, repeats, and keeps back until something later goes. */
  private static final class BadTransport implements Transport {
    private final Transport to;
    private final Random random;
    private final List<Runnable> keptBack = new ArrayList<>();

    BadTransport(Transport to, long seed) {
      this.to = to;
      this.random = new Random(seed);
    }

    @Override
    public void send(Frame frame) {
      carry(() -> to.send(frame));
    }

    @Override
    public void acknowledge(int source, int target, long seq, boolean again) {
      carry(() -> to.acknowledge(source, target, seq, again));
    }

    private synchronized void carry(Runnable parcel) {
      switch (random.nextInt(6)) {
        case 0 -> {} // Lost.
        case 1 -> {
          parcel.run();
          parcel.run();
        }
        case 2 -> keptBack.add(parcel);
        default -> {
          parcel.run();
          keptBack.forEach(Runnable::run);
          keptBack.clear();
        }
      }
    }
  }

  private static MachineRef<Event> ledgerIn(Node node, boolean secondStore, int number) {
    for (int i = 0; ; i++) {
      MachineRef<Event> ref = Ledger.TYPE.ref("ledger" + number + "-" + i);
      if (node.partitionOf(ref) >= Ground.PARTITIONS == secondStore) return ref;
    }
  }

  @Test
  void machinesOfTwoStoresAskEachOther() {
    try (Node node = new Ground(2).open(Ledger.definition(), Ground.echo())) {
      MachineRef<Event> here = ledgerIn(node, false, 1);
      MachineRef<Event> there = ledgerIn(node, true, 2);
      long total =
          node.client()
              .ask(RequestId.of("r1"), here, Long.class, to -> new AskOther(there, 5, to))
              .join();
      assertThat(total).isEqualTo(5);
    }
  }

  @RepeatedTest(3)
  void whatATransportLosesRepeatsAndReordersIsSteppedOnce() {
    long seed = System.nanoTime();
    Ground ground = new Ground(2).between(transport -> new BadTransport(transport, seed));
    try (Node node = ground.open(Ledger.definition(), Ground.echo())) {
      MachineRef<Event> here = ledgerIn(node, false, 1);
      MachineRef<Event> there = ledgerIn(node, true, 2);
      for (int i = 0; i < 100; i++) {
        node.client().send(RequestId.of("p" + i), here, new Pass(there, 1));
        node.client().send(RequestId.of("q" + i), there, new Pass(here, 1));
      }
      Eventually.total(node, there, 100);
      Eventually.total(node, here, 100);
    } catch (AssertionError e) {
      throw new AssertionError("with seed " + seed, e);
    }
  }

  @Test
  void whatWasNotAcknowledgedIsSentAgainAfterAnOpening() {
    AtomicBoolean losing = new AtomicBoolean(true);
    Ground ground =
        new Ground(2)
            .between(
                transport ->
                    new Transport() {
                      @Override
                      public void send(Frame frame) {
                        if (!losing.get()) transport.send(frame);
                      }

                      @Override
                      public void acknowledge(int source, int target, long seq, boolean again) {
                        if (!losing.get()) transport.acknowledge(source, target, seq, again);
                      }
                    });
    MachineRef<Event> here;
    MachineRef<Event> there;
    try (Node node = ground.open(Ledger.definition(), Ground.echo())) {
      here = ledgerIn(node, false, 1);
      there = ledgerIn(node, true, 2);
      node.client().send(RequestId.of("r1"), here, new Pass(there, 7));
    }
    losing.set(false);
    try (Node node = ground.open(Ledger.definition(), Ground.echo())) {
      Eventually.total(node, there, 7);
    }
  }

  /** What they tell each other must not come back undone after the operating system died. */
  @Test
  void aStoreThatDoesNotSyncIsNotOpenedBesideAnother() {
    Ground two = new Ground(2);
    two.durability = Durability.OS;
    assertThatThrownBy(() -> two.open(Ledger.definition(), Ground.echo()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("durability OS")
        .hasMessageContaining("durability SYNC, or as the only store");
    assertThat(two.open).hasValue(0);
    Ground one = new Ground(1);
    one.durability = Durability.OS;
    one.open(Ledger.definition(), Ground.echo()).close();
  }
}
