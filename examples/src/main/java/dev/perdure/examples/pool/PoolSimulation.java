package dev.perdure.examples.pool;

import dev.perdure.Definition;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.SimulatedApp;
import dev.perdure.testing.SimulatedClient;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.Violation;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Two pools in the simulator, resized up to as many VMs as the size says, one of them removed. The
 * provider throws a coin at each attempt. A {@link GoalMonitor} watches the goal; what exists at
 * the provider then is what the pools say, no more and no less.
 */
public final class PoolSimulation implements SimulatedApp {
  private static final int CHANGES = 3;

  /**
   * A provider of this run: what each name is, {@code true} for a VM, {@code false} when barred.
   * Half of the attempts go wrong, half of these though the work was done.
   */
  private static final class Provider {
    private static final int LOST_REQUEST = 1;
    private static final int LOST_ANSWER = 3;
    private static final int LUCKS = 4;

    private final Simulation simulation;
    private final TreeMap<VmName, Boolean> names = new TreeMap<>();

    Provider(Simulation simulation) {
      this.simulation = simulation;
    }

    VmId create(VmName name) throws SimulatedCloud.CloudException {
      int luck = begin();
      if (!names.computeIfAbsent(name, _ -> true)) {
        throw new SimulatedCloud.CloudException("released for good: " + name.value());
      }
      end(luck);
      return new VmId("i-" + name.value());
    }

    VmManager.Gone release(VmName name) throws SimulatedCloud.CloudException {
      int luck = begin();
      names.put(name, false);
      end(luck);
      return new VmManager.Gone();
    }

    /** The coin is a choice of the run, so that it falls the same way when that is played again. */
    private int begin() throws SimulatedCloud.CloudException {
      int luck = simulation.choose(LUCKS);
      if (luck == LOST_REQUEST) {
        throw new SimulatedCloud.CloudException("the request got lost");
      }
      return luck;
    }

    private static void end(int luck) throws SimulatedCloud.CloudException {
      if (luck == LOST_ANSWER) {
        throw new SimulatedCloud.CloudException("the answer got lost");
      }
    }

    long alive() {
      return names.values().stream().filter(alive -> alive).count();
    }
  }

  @Override
  public String name() {
    return "pool";
  }

  @Override
  public String description() {
    return "pools of virtual machines: what exists at the provider is what is wanted";
  }

  @Override
  public int standardSize() {
    return 4;
  }

  @Override
  public Scenario scenario(int size) {
    return scenario(size, PoolManager.DEFINITION);
  }

  /** With pools that may be others than those of the example. */
  static Scenario scenario(int size, Definition<?, PoolManager.Event> pool) {
    return simulation -> play(simulation, size, pool);
  }

  private static void play(Simulation simulation, int most, Definition<?, PoolManager.Event> pool) {
    Provider provider = new Provider(simulation);
    GoalMonitor.watch(simulation);
    simulation.open(
        PoolDriver.DEFINITION,
        pool,
        VmManager.DEFINITION,
        VmManager.CREATE.with((name, _) -> provider.create(name)),
        VmManager.RELEASE.with((name, _) -> provider.release(name)));
    SimulatedClient client = simulation.client("operator");
    int wanted = 0;
    for (int i = 0; i < CHANGES; i++) {
      wanted = simulation.random().nextInt(most + 1);
      CompletableFuture<?> kept = setGoal(client, "kept", wanted);
      CompletableFuture<?> other =
          setGoal(client, "removed", simulation.random().nextInt(most + 1));
      // Requests under way at the same time have no order.
      kept.join();
      other.join();
    }
    var _ =
        client.ask(
            PoolDriver.MAIN,
            PoolDriver.Change.class,
            to -> new PoolDriver.RemovePool("removed", to));
    simulation.run();
    check(client, provider, wanted);
  }

  private static CompletableFuture<PoolDriver.Change> setGoal(
      SimulatedClient client, String pool, int vms) {
    return client.ask(
        PoolDriver.MAIN, PoolDriver.Change.class, to -> new PoolDriver.SetGoal(pool, vms, to));
  }

  private static void check(SimulatedClient client, Provider provider, int wanted) {
    long changes = client.query(PoolDriver.MAIN, Long.class, PoolDriver.CountChanges::new).join();
    if (changes != 2 * CHANGES + 1) {
      throw new Violation(
          "changes: %d were asked for, %d made".formatted(2 * CHANGES + 1, changes));
    }
    PoolDriver.Pool kept =
        client
            .query(
                PoolDriver.MAIN, PoolDriver.Pool.class, to -> new PoolDriver.FindPool("kept", to))
            .join();
    PoolManager.Status status =
        client.query(kept.manager(), PoolManager.Status.class, PoolManager.Look::new).join();
    if (!status.settled() || provider.alive() != status.goal()) {
      throw new Violation("pool: %d VMs exist, and it says %s".formatted(provider.alive(), status));
    }
    if (wanted != kept.vms()) {
      throw new Violation("goal: %d were wanted last, %s".formatted(wanted, kept));
    }
  }
}
