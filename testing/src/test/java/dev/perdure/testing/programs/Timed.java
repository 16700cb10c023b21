package dev.perdure.testing.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.Definition;
import dev.perdure.DurableTimer;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Part;
import dev.perdure.Step;
import dev.perdure.testing.Fault;
import dev.perdure.testing.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * Timers that are started, stopped, restarted and left behind: none early, none stale, all once.
 */
@SuppressWarnings("FutureReturnValueIgnored") // The run waits for all requests.
public final class Timed implements Program {
  private static final MachineType<Event> TYPE = MachineType.of("timed", Event.class);
  private static final int MACHINES = 4;

  private final List<CompletableFuture<Void>> sent = new ArrayList<>();

  /** How many requests there will be; 0 at first. */
  private int requests;

  sealed interface Event {}

  /** Starts a timer, or starts it again. */
  record Arm(long delayMillis, boolean periodic, boolean scoped) implements Event {}

  /** Stops it. */
  record Disarm() implements Event {}

  record Fire(long generation, long armedMillis, long delayMillis, boolean periodic)
      implements Event {}

  sealed interface State {
    Data data();
  }

  record Idle(Data data) implements State {}

  record Armed(Data data, boolean periodic, boolean scoped) implements State {}

  record Data(long generation, long fired, long lastFiredMillis, List<String> wrong) {
    Data with(String what) {
      List<String> more = new ArrayList<>(wrong);
      more.add(what);
      return new Data(generation, fired, lastFiredMillis, List.copyOf(more));
    }
  }

  private static final class Behaviour implements Machine<State, Event> {
    private final boolean wentBack;

    /** How often a timer has fired, as the state says too. */
    private long fired;

    Behaviour(boolean wentBack) {
      this.wentBack = wentBack;
    }

    @Override
    public State initial() {
      return new Idle(new Data(0, 0, 0, List.of()));
    }

    @Override
    public void activated(State state) {
      fired = state.data().fired;
    }

    @Override
    public State on(State state, Event event, Step<Event> step) {
      State next =
          switch (event) {
            case Arm arm -> armed(state, arm, step);
            case Disarm _ -> disarmed(state, step);
            case Fire fire -> fired(state, fire, step);
          };
      return next;
    }

    private State armed(State state, Arm arm, Step<Event> step) {
      long now = step.now().toEpochMilli();
      Data data = state.data();
      Data next = new Data(data.generation + 1, data.fired, now, data.wrong);
      Duration delay = Duration.ofMillis(arm.delayMillis);
      var fire = new Fire(next.generation, now, arm.delayMillis, arm.periodic);
      DurableTimer<Event> timer =
          arm.periodic ? DurableTimer.every(delay, fire) : DurableTimer.after(delay, fire);
      step.startTimer(arm.scoped ? timer.whileIn(Armed.class) : timer);
      return new Armed(next, arm.periodic, arm.scoped);
    }

    private State disarmed(State state, Step<Event> step) {
      return switch (state) {
        case Idle idle -> step.ignore(idle);
        case Armed armed -> {
          if (!armed.scoped) {
            step.stopTimer(Fire.class);
          }
          yield new Idle(armed.data);
        }
      };
    }

    private State fired(State state, Fire fire, Step<Event> step) {
      long now = step.now().toEpochMilli();
      return switch (state) {
        case Idle idle -> new Idle(idle.data.with("stale: " + fire));
        case Armed armed -> {
          Data data = armed.data;
          if (fire.generation != data.generation) {
            yield new Armed(data.with("stale: " + fire), armed.periodic, armed.scoped);
          }
          long since = fire.periodic ? data.lastFiredMillis : fire.armedMillis;
          if (!wentBack && now < since + fire.delayMillis) {
            data = data.with("early: " + fire);
          }
          Data next = new Data(data.generation, ++fired, now, data.wrong);
          yield fire.periodic ? new Armed(next, true, armed.scoped) : new Idle(next);
        }
      };
    }
  }

  private static MachineRef<Event> ref(int number) {
    return TYPE.ref("timed" + number);
  }

  @Override
  public void prepare(Simulation simulation) {
    if (isSteady(simulation)) {
      simulation.faults(simulation.faults().without(Fault.CLOCK_JUMP, Fault.CLOCK_SKEW));
    }
  }

  /** A clock that goes back shows a time before the one that the timer was due at. */
  private static boolean isSteady(Simulation simulation) {
    return simulation.seed() % 2 == 0;
  }

  @Override
  public List<Part> parts(Simulation simulation) {
    boolean wentBack = !isSteady(simulation);
    return List.of(Definition.of(TYPE, State.class, () -> new Behaviour(wentBack)));
  }

  @Override
  public boolean act(Simulation simulation) {
    RandomGenerator random = simulation.random();
    requests = requests == 0 ? 5 + random.nextInt(30) : requests;
    Event event =
        random.nextInt(3) == 0
            ? new Disarm()
            : new Arm(1 + random.nextLong(2_000), random.nextBoolean(), random.nextBoolean());
    sent.add(
        simulation.client("client" + sent.size() % 2).send(ref(random.nextInt(MACHINES)), event));
    if (random.nextInt(2) == 0) {
      simulation.run(Duration.ofMillis(random.nextInt(3_000)));
    }
    return sent.size() < requests;
  }

  @Override
  public void settle(Simulation simulation) {
    simulation.run(Duration.ofSeconds(5));
    sent.forEach(CompletableFuture::join); // Else one may be armed after it was disarmed.
    disarmPeriodic(simulation);
  }

  @Override
  public void check(Simulation simulation) {
    for (int i = 0; i < MACHINES; i++) {
      simulation
          .state(ref(i), State.class)
          .ifPresent(
              state -> {
                assertThat(state.data().wrong).isEmpty();
                assertThat(state).isInstanceOf(Idle.class);
              });
    }
  }

  /** The others end by themselves. */
  private static void disarmPeriodic(Simulation simulation) {
    for (int i = 0; i < MACHINES; i++) {
      if (simulation.state(ref(i), State.class).orElse(null) instanceof Armed armed
          && armed.periodic) {
        simulation.client("last").send(ref(i), new Disarm());
      }
    }
  }
}
