package dev.perdure.testing.world;

import dev.perdure.Machine;
import dev.perdure.Query;
import dev.perdure.Step;
import dev.perdure.testing.Violation;
import dev.perdure.testing.check.Deferrals;

/** A behaviour under observation: its steps are watched, and now and then it throws. */
final class WatchedMachine<S, E> implements Machine<S, E> {
  /** Before its work or after, an exception or an error. */
  private static final int WAYS_TO_THROW = 4;

  private final SimulatedProgram program;
  private final Machine<S, E> behaviour;
  private final int attempts;
  private final Deferrals deferrals = new Deferrals();

  /**
   * @param attempts after so many failures in a row an event would be parked
   */
  WatchedMachine(SimulatedProgram program, Machine<S, E> behaviour, int attempts) {
    this.program = program;
    this.behaviour = behaviour;
    this.attempts = attempts;
  }

  @Override
  public S initial() {
    return behaviour.initial();
  }

  @Override
  public void activated(S state) {
    behaviour.activated(state);
  }

  private static void thrown(int how, String where) {
    if (how < 2) {
      throw new InjectedException(where);
    }
    throw new InjectedError(where);
  }

  @Override
  public S on(S state, E event, Step<E> step) {
    World world = program.world();
    WatchedStep watched = new WatchedStep(world, step);
    world.seat().watch(watched);
    // A query is not tried again: that its handler threw is what its caller hears.
    boolean throwing = !(event instanceof Query) && world.injects(watched.self(), attempts);
    int how = throwing ? world.chances.pick("how its handler throws", WAYS_TO_THROW) : 0;
    try {
      if (how % 2 == 1) {
        thrown(how, "before the handler");
      }
      S next = behaviour.on(state, event, watched.ofFamily());
      if (throwing) {
        thrown(how, "after the handler");
      }
      world.handledBy(deferrals);
      return next;
    } catch (RuntimeException | StackOverflowError | LinkageError | InjectedError e) {
      world.handlerThrew(watched.self(), event, e);
      throw e;
    } catch (AssertionError e) {
      throw new Violation(
          "%s asserts in %s: %s".formatted(watched.self(), event, e.getMessage()), e);
    }
  }
}
