package dev.perdure.kernel;

import dev.perdure.Definition;
import dev.perdure.DurableTimer;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Part;
import dev.perdure.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Timers that are started, stopped, restarted and left behind: none early, none stale, all once.
 */
final class TimerLoad implements Load {
  private static final MachineType<Event> TYPE = MachineType.of("timed", Event.class);
  private static final int MACHINES = 4;

  private final FaultyWorld world;
  private int ids;

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

  TimerLoad(FaultyWorld world) {
    this.world = world;
  }

  private final class Timed implements Machine<State, Event> {
    @Override
    public State initial() {
      return new Idle(new Data(0, 0, 0, List.of()));
    }

    @Override
    public State on(State state, Event event, Step<Event> step) {
      State next =
          switch (event) {
            case Arm arm -> armed(state, arm, step);
            case Disarm _ -> disarmed(state, step);
            case Fire fire -> fired(state, fire, step);
          };
      world.flaky();
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
          if (!world.wentBack && now < since + fire.delayMillis) {
            data = data.with("early: " + fire);
          }
          Data next = new Data(data.generation, data.fired + 1, now, data.wrong);
          yield fire.periodic ? new Armed(next, true, armed.scoped) : new Idle(next);
        }
      };
    }
  }

  @Override
  public List<Part> parts() {
    return List.of(Definition.of(TYPE, State.class, Timed::new));
  }

  private static MachineRef<Event> ref(int number) {
    return TYPE.ref("timed" + number);
  }

  @Override
  public void act(RandomGenerator random) {
    Event event =
        random.nextInt(3) == 0
            ? new Disarm()
            : new Arm(1 + random.nextLong(2_000), random.nextBoolean(), random.nextBoolean());
    world.send("timer" + ids++, ref(random.nextInt(MACHINES)), event);
  }

  @Override
  public boolean settle() {
    boolean any = false;
    for (int i = 0; i < MACHINES; i++) {
      if (world.state(ref(i), State.class) instanceof Armed(_, var periodic, _) && periodic) {
        world.send("timer" + ids++, ref(i), new Disarm());
        any = true;
      }
    }
    return any;
  }

  /** Also while events wait: state and timer change together. */
  @Override
  public void answered(Asked asked, Answer answer) {
    for (int i = 0; i < MACHINES; i++) {
      State state = world.state(ref(i), State.class);
      Violation.check(
          world.isTimed(ref(i)) == state instanceof Armed,
          "G6: %s, and a timer: %s",
          state,
          world.isTimed(ref(i)));
    }
  }

  @Override
  public void check() {
    for (int i = 0; i < MACHINES; i++) {
      State state = world.state(ref(i), State.class);
      if (state != null) {
        Violation.check(state.data().wrong.isEmpty(), "G6: %s", state.data().wrong);
        Violation.check(state instanceof Idle, "G6: never fired: %s", state);
      }
    }
  }
}
