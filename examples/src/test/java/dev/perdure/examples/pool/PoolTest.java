package dev.perdure.examples.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.MachineRef;
import dev.perdure.Part;
import dev.perdure.RefusedException;
import dev.perdure.examples.Clients;
import dev.perdure.examples.TestNode;
import dev.perdure.examples.pool.PoolDriver.Change;
import dev.perdure.examples.pool.PoolDriver.Pool;
import dev.perdure.examples.pool.PoolDriver.PoolPage;
import dev.perdure.examples.pool.PoolManager.Status;
import dev.perdure.examples.pool.PoolManager.Vm;
import dev.perdure.examples.pool.PoolManager.VmPage;
import dev.perdure.examples.pool.SimulatedCloud.Trouble;
import dev.perdure.node.Operator;
import dev.perdure.node.Operator.MachineEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every pool comes to its goal, and the provider has the VMs of the pools and no other. */
@Timeout(300)
final class PoolTest {
  private static final int POOLS = 8;
  private static final int CLIENTS = 4;
  private static final int CHANGES = 25;

  @TempDir private Path dir;

  private TestNode open(SimulatedCloud cloud) {
    return TestNode.open(dir, PoolService.parts(cloud).toArray(Part[]::new));
  }

  private SimulatedCloud cloud(Trouble trouble) throws IOException {
    return new SimulatedCloud(dir.resolve("cloud"), 11, trouble);
  }

  private static Change setGoal(TestNode node, String id, String pool, int vms) {
    return node.ask(id, PoolDriver.MAIN, Change.class, to -> new PoolDriver.SetGoal(pool, vms, to));
  }

  private static Change remove(TestNode node, String id, String pool) {
    return node.ask(id, PoolDriver.MAIN, Change.class, to -> new PoolDriver.RemovePool(pool, to));
  }

  private static List<Pool> pools(TestNode node) {
    return node.query(
            PoolDriver.MAIN, PoolPage.class, to -> new PoolDriver.ListPools("", 1_000, to))
        .pools();
  }

  private static Optional<Change> change(
      TestNode node, String id, String pool, Optional<Integer> vms) {
    try {
      return Optional.of(
          vms.isPresent() ? setGoal(node, id, pool, vms.get()) : remove(node, id, pool));
    } catch (RefusedException noSuchPool) {
      return Optional.empty();
    }
  }

  /** A client that changes pools at random, each request now and then twice. */
  private static List<Change> changeAtRandom(TestNode node, int client) {
    SplittableRandom random = new SplittableRandom(client);
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < CHANGES; i++) {
      String id = "change-" + client + "-" + i;
      String pool = "pool-" + random.nextInt(POOLS);
      Optional<Integer> vms =
          random.nextInt(8) == 0 ? Optional.empty() : Optional.of(random.nextInt(10));
      Optional<Change> answer = change(node, id, pool, vms);
      if (random.nextInt(3) == 0) assertThat(change(node, id, pool, vms)).isEqualTo(answer);
      answer.ifPresent(changes::add);
    }
    return changes;
  }

  private static void awaitSettled(TestNode node, Pool pool) {
    node.await(
        pool.manager(),
        Status.class,
        PoolManager.Look::new,
        status -> status.goal() == pool.vms() && status.settled());
  }

  /** Waits for the goals; then the provider's books must be the pools' books. */
  private static void assertGoalsReachedWithoutOrphans(TestNode node, SimulatedCloud cloud)
      throws IOException {
    Map<VmName, VmId> books = new TreeMap<>();
    List<MachineRef<?>> wanted = new ArrayList<>();
    for (Pool pool : pools(node)) {
      awaitSettled(node, pool);
      List<Vm> vms =
          node.query(pool.manager(), VmPage.class, to -> new PoolManager.ListVms("", 1_000, to))
              .vms();
      assertThat(vms).hasSize(pool.vms());
      vms.forEach(vm -> books.put(vm.name(), vm.id()));
      wanted.add(pool.manager());
    }
    for (MachineEntry manager : node.machines(PoolManager.TYPE.name())) {
      if (wanted.contains(manager.machine())) continue;
      node.awaitShown(manager.machine(), seen -> seen.status() == Operator.Status.HALTED);
    }
    assertThat(cloud.vms()).isEqualTo(books);
  }

  @Test
  void goalsAreReachedWithoutOrphansOverRestartsAndABadProvider() throws Exception {
    SimulatedCloud cloud = cloud(new Trouble(20, 20, 2, 8));
    try (TestNode node = open(cloud);
        Clients<List<Change>> clients = new Clients<>()) {
      for (int i = 0; i < CLIENTS; i++) {
        int client = i;
        clients.start(() -> changeAtRandom(node, client));
      }
      for (int i = 0; i < 3; i++) node.restartAfter(CLIENTS * CHANGES / 4);
      List<Change> changes = clients.results().stream().flatMap(List::stream).toList();
      node.restart();

      assertThat(changes)
          .extracting(Change::number)
          .containsExactlyInAnyOrderElementsOf(
              LongStream.rangeClosed(1, changes.size()).boxed().toList());
      assertThat(node.query(PoolDriver.MAIN, Long.class, PoolDriver.CountChanges::new))
          .isEqualTo(changes.size());
      assertGoalsReachedWithoutOrphans(node, cloud);

      // What hung until now arrives while all is released, and leaves nothing behind either.
      for (Pool pool : pools(node)) remove(node, "remove " + pool.name(), pool.name());
      node.restart();
      assertGoalsReachedWithoutOrphans(node, cloud);
      assertThat(cloud.vms()).isEmpty();
      assertThat(cloud.answeredTwice()).as("calls answered twice").isPositive();
    }
  }

  @Test
  void aProviderThatAlwaysLosesItsAnswersLeavesNoOrphan() throws Exception {
    // Every VM is made and none is heard of: so each is given up, and another is tried for.
    SimulatedCloud deaf = cloud(new Trouble(0, 100, 0, 0));
    MachineRef<PoolManager.Event> manager;
    try (TestNode node = open(deaf)) {
      setGoal(node, "goal", "web", 2);
      manager = pools(node).getFirst().manager();
      node.await(manager, Status.class, PoolManager.Look::new, status -> status.releasing() >= 2);
    }
    SimulatedCloud healed = cloud(Trouble.NONE);
    try (TestNode node = open(healed)) {
      assertGoalsReachedWithoutOrphans(node, healed);
      assertThat(healed.vms()).hasSize(2);
    }
  }

  @Test
  void aPoolOpenedAgainIsAnotherPool() throws Exception {
    SimulatedCloud cloud = cloud(Trouble.NONE);
    try (TestNode node = open(cloud)) {
      assertThat(setGoal(node, "open", "web", 3)).isEqualTo(new Change(1, "web", 3));
      Pool first = pools(node).getFirst();
      awaitSettled(node, first);
      assertThat(remove(node, "remove", "web")).isEqualTo(new Change(2, "web", 0));
      assertThatThrownBy(() -> remove(node, "remove again", "web"))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("no pool is named web");
      assertThat(setGoal(node, "open again", "web", 1)).isEqualTo(new Change(3, "web", 1));
      assertThat(pools(node).getFirst().manager()).isNotEqualTo(first.manager());
      node.awaitShown(first.manager(), seen -> seen.status() == Operator.Status.HALTED);
      assertGoalsReachedWithoutOrphans(node, cloud);
    }
  }
}
