package dev.perdure.examples.pool;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.Outcome;
import dev.perdure.Step;
import dev.perdure.examples.Meanwhile;
import dev.perdure.examples.Planted;
import dev.perdure.testing.Fault;
import dev.perdure.testing.Faults;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.coverage.Coverage;
import dev.perdure.testing.coverage.Unreachable;
import dev.perdure.testing.junit.Simulate;
import org.junit.jupiter.api.Test;

/** Pools of machines under every fault. */
final class PoolSimTest {
  @Simulate(seeds = 100, firstSeed = 1)
  void whatExistsIsWhatIsWanted(Simulation simulation, Coverage coverage) throws Exception {
    coverage.demandAll(PoolDriver.TYPE);
    coverage.demandAll(PoolManager.TYPE);
    coverage.demandAll(
        VmManager.TYPE,
        // Outcomes come where they were asked for, firings while the state lasts.
        Unreachable.in(
            VmManager.Absent.class,
            VmManager.Provisioned.class,
            VmManager.Released.class,
            VmManager.TryAgain.class),
        Unreachable.in(
            VmManager.Creating.class, VmManager.Released.class, VmManager.TryAgain.class),
        Unreachable.in(
            VmManager.Created.class,
            VmManager.Provisioned.class,
            VmManager.Released.class,
            VmManager.TryAgain.class),
        Unreachable.in(
            VmManager.Uncertain.class,
            VmManager.Provisioned.class,
            VmManager.Released.class,
            VmManager.TryAgain.class),
        // A creation that is given up is cancelled, and its outcome never comes.
        Unreachable.in(VmManager.Releasing.class, VmManager.Provisioned.class));
    Meanwhile.atOnce(
        simulation,
        client -> {
          var _ =
              client.query(
                  PoolDriver.MAIN,
                  PoolDriver.PoolPage.class,
                  to -> new PoolDriver.ListPools("", 10, to));
          var _ =
              client.ask(VmManager.TYPE.ref("stray"), VmManager.Gone.class, VmManager.Release::new);
        });
    Meanwhile.whenMoved(
        simulation,
        PoolManager.TYPE,
        (client, pool, state) -> {
          if (state instanceof PoolManager.Deleting) {
            var _ = client.send(pool, new PoolManager.Resize(1));
            var _ = client.send(pool, new PoolManager.Delete());
          }
          var _ = client.query(pool, PoolManager.Status.class, PoolManager.Look::new);
          var _ =
              client.query(
                  pool, PoolManager.VmPage.class, to -> new PoolManager.ListVms("", 10, to));
        });
    Meanwhile.whenMoved(
        simulation,
        VmManager.TYPE,
        (client, vm, state) -> {
          if (!(state instanceof VmManager.Absent)) {
            var _ = client.ask(vm, VmId.class, VmManager.Provision::new);
          }
        });
    // Whether something is done that took too long, nobody knows; and the pool asks again.
    simulation.faultyTurns(1_000).faults(Faults.all().rate(Fault.LATE_ACTIVITY, 0.9));
    new PoolSimulation().scenario(4).play(simulation);
  }

  @Simulate(seeds = 50)
  void freshSeedsHoldToo(Simulation simulation) throws Exception {
    new PoolSimulation().scenario(4).play(simulation);
  }

  /** The planted bug: whatever a creation came to, it is taken for done, or for no VM at all. */
  private static final class CarelessPool implements Machine<PoolManager.State, PoolManager.Event> {
    private final PoolManager pool = new PoolManager();

    @Override
    public PoolManager.State initial() {
      return pool.initial();
    }

    @Override
    public PoolManager.State on(
        PoolManager.State state, PoolManager.Event event, Step<PoolManager.Event> step) {
      if (event instanceof PoolManager.Created(var vm, Outcome.NotDone<VmId> _)) {
        step.map(PoolManager.CREATING).remove(vm);
        return state;
      }
      return pool.on(state, event, step);
    }
  }

  @Test
  void aPoolThatForgetsWhatWentWrongIsCaughtByTheMonitor() {
    Planted.isFound(
        PoolSimulation.scenario(
            4, Definition.of(PoolManager.TYPE, PoolManager.State.class, CarelessPool::new)),
        GoalMonitor.NAME + ": hot");
  }
}
