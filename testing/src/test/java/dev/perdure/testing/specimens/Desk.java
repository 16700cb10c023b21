package dev.perdure.testing.specimens;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineType;
import dev.perdure.QueueKey;
import dev.perdure.Step;
import dev.perdure.testing.Liveness;
import dev.perdure.testing.Simulation;

/**
 * A desk that gives jobs to one worker. Wrong: a job that comes while the worker works is queued,
 * and nobody looks at the queue when it has done: a lost wake-up. Right: the next job is taken
 * then.
 */
@SuppressWarnings("SameNameButDifferent") // Each machine has its own State and Event.
final class Desk {
  private static final int JOBS = 3;

  private Desk() {}

  static Specimen specimen() {
    return new Specimen(
        "lost wake-up",
        simulation -> play(simulation, false),
        simulation -> play(simulation, true),
        "all jobs are done");
  }

  private static void play(Simulation simulation, boolean looks) {
    simulation.open(Clerk.DEFINITION, Worker.DEFINITION);
    Liveness done = simulation.liveness("all jobs are done");
    done.hot("none is");
    int[] jobs = new int[1];
    simulation.watch(
        step -> {
          if (step.machine().type().equals(Worker.TYPE.name()) && ++jobs[0] == JOBS) {
            done.cold();
          }
        });
    for (int i = 0; i < JOBS; i++) {
      var _ = simulation.client("c" + i).send(Clerk.TYPE.ref("d"), new Clerk.Job("j" + i, looks));
    }
    simulation.run();
  }

  /** Keeps the queue. */
  static final class Clerk implements Machine<Clerk.State, Clerk.Event> {
    static final MachineType<Event> TYPE = MachineType.of("clerk", Event.class);
    static final Definition<?, Event> DEFINITION = Definition.of(TYPE, State.class, Clerk::new);
    private static final QueueKey<String> JOBS = QueueKey.of("jobs", String.class);

    sealed interface Event {}

    record Job(String name, boolean looks) implements Event {}

    record Done(boolean looks) implements Event {}

    record State(boolean busy) {}

    @Override
    public State initial() {
      return new State(false);
    }

    @Override
    public State on(State state, Event event, Step<Event> step) {
      return switch (event) {
        case Job(var name, var looks) when state.busy() -> {
          step.queue(JOBS).add(name);
          yield state;
        }
        case Job(var name, var looks) -> give(name, looks, step);
        case Done(var looks) -> {
          var next = looks ? step.queue(JOBS).poll() : java.util.Optional.<String>empty();
          yield next.isPresent() ? give(next.get(), true, step) : new State(false);
        }
      };
    }

    private static State give(String name, boolean looks, Step<Event> step) {
      step.send(Worker.TYPE.ref("w"), new Worker.Work(name, looks));
      return new State(true);
    }
  }

  /** Does the jobs. */
  static final class Worker implements Machine<Worker.State, Worker.Event> {
    static final MachineType<Event> TYPE = MachineType.of("worker", Event.class);
    static final Definition<?, Event> DEFINITION = Definition.of(TYPE, State.class, Worker::new);

    sealed interface Event {}

    record Work(String name, boolean looks) implements Event {}

    record State(int done) {}

    @Override
    public State initial() {
      return new State(0);
    }

    @Override
    public State on(State state, Event event, Step<Event> step) {
      return switch (event) {
        case Work(_, var looks) -> {
          step.send(Clerk.TYPE.ref("d"), new Clerk.Done(looks));
          yield new State(state.done() + 1);
        }
      };
    }
  }
}
