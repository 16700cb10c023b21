package dev.perdure.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.MachineRef;
import dev.perdure.RequestId;
import dev.perdure.UnavailableException;
import dev.perdure.node.Ledger.Add;
import dev.perdure.node.Ledger.Event;
import dev.perdure.node.RunningNode.Surroundings;
import dev.perdure.store.RocksStore;
import dev.perdure.store.RocksStoreConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that goes bad under a node on the embedded store, and is good again later. */
@Timeout(180)
final class RocksNodeFailureTest {
  private static final int PARTITIONS = 3;
  private static final int MACHINES = 6;

  @TempDir private Path dir;

  /** The store is not opened again before. */
  private final CountDownLatch good = new CountDownLatch(1);

  private final AtomicInteger openings = new AtomicInteger();

  private RunningNode open() {
    RocksStoreConfig store =
        RocksStoreConfig.defaults()
            .withPartitions(PARTITIONS)
            .withBytes(8 << 20, 64 << 20, 64 << 20);
    StoreOpener opener =
        new StoreOpener(
            "the store",
            PARTITIONS,
            () -> {
              if (openings.incrementAndGet() > 1) awaitGood();
              return RocksStore.open(dir, store);
            });
    return RunningNode.open(
        NodeConfig.at(dir).workers(2),
        List.of(Ledger.definition(), Ground.echo()),
        List.of(opener),
        Surroundings.real());
  }

  private void awaitGood() {
    try {
      good.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static MachineRef<Event> ledger(int number) {
    return Ledger.TYPE.ref("ledger" + number % MACHINES);
  }

  private static CompletableFuture<Void> add(Node node, int number) {
    return node.client().sendAsync(RequestId.of("r" + number), ledger(number), new Add(1));
  }

  private void goesBadAndIsGoodAgain(String device, String reason) throws IOException {
    try (Node node = open()) {
      for (int i = 0; i < 60; i++) {
        add(node, i).join();
      }
      Diversion.ofLog(dir, Path.of(device));
      List<CompletableFuture<Void>> failing = new ArrayList<>();
      for (int i = 60; i < 120; i++) {
        failing.add(add(node, i));
      }
      try {
        assertThat(failing)
            .allSatisfy(
                one ->
                    assertThatThrownBy(one::join)
                        .hasCauseInstanceOf(UnavailableException.class)
                        .hasMessageContaining(reason));
        assertThat(node.operator().statistics().outage())
            .hasValueSatisfying(outage -> assertThat(outage).contains(reason));
      } finally {
        good.countDown(); // Or closing would wait for the opening.
      }
      for (int i = 0; i < 180; i++) {
        Eventually.send(node.client(), RequestId.of("r" + i), ledger(i), new Add(1));
      }
      assertThat(node.operator().statistics().outage()).isEmpty();
      checkTotals(node);
    }
    try (Node node = open()) {
      checkTotals(node);
    }
  }

  private static void checkTotals(Node node) {
    for (int i = 0; i < MACHINES; i++) {
      Eventually.total(node, ledger(i), 180 / MACHINES);
    }
  }

  @Test
  void aFullDiskLosesNothing() throws IOException {
    goesBadAndIsGoodAgain("/dev/full", "no space left on device");
  }

  @Test
  void aFailedSyncLosesNothing() throws IOException {
    goesBadAndIsGoodAgain("/dev/null", "fdatasync");
  }
}
