package dev.perdure.benchmarks.machines;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Step;

/**
 * Sends to very many machines, so many in a step: they come into being, or hear of something,
 * without a request each.
 */
public final class Feeder implements Machine<Feeder.State, Feeder.Feed> {
  public static final MachineType<Feed> TYPE = MachineType.of("feeder", Feed.class);

  private static final int IN_A_STEP = 500;

  private final Feeding feeding;

  private Feeder(Feeding feeding) {
    this.feeding = feeding;
  }

  /** Sends to the machine of a number; called in a step of the feeder. */
  @FunctionalInterface
  public interface Feeding {
    void send(Step<?> step, long number, long argument);
  }

  /** Feeders of one program. */
  public static Definition<?, Feed> definition(Feeding feeding) {
    return Definition.of(TYPE, State.class, () -> new Feeder(feeding));
  }

  /** One of some. */
  public static MachineRef<Feed> ref(int number) {
    return TYPE.ref(Integer.toString(number));
  }

  /** How many steps it takes to feed so many. */
  public static long steps(long number) {
    return Math.max(1, Math.ceilDiv(number, IN_A_STEP));
  }

  /**
   * Feeds those from one number on, up to another without it.
   *
   * @param argument what they are all told
   */
  public record Feed(long from, long to, long argument) {}

  record State(long fed) {}

  @Override
  public State initial() {
    return new State(0);
  }

  @Override
  public State on(State state, Feed feed, Step<Feed> step) {
    long end = Math.min(feed.from() + IN_A_STEP, feed.to());
    for (long i = feed.from(); i < end; i++) {
      feeding.send(step, i, feed.argument());
    }
    if (end < feed.to()) step.send(step.self(), new Feed(end, feed.to(), feed.argument()));
    return new State(state.fed() + end - feed.from());
  }
}
