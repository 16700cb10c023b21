package dev.perdure.benchmarks.machines;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Step;
import java.util.function.BiConsumer;

/**
 * Sends to very many machines, so many in a step: they come into being, or hear of something,
 * without a request each.
 */
public final class Feeder implements Machine<Feeder.State, Feeder.Feed> {
  public static final MachineType<Feed> TYPE = MachineType.of("feeder", Feed.class);

  private static final int IN_A_STEP = 500;

  private final BiConsumer<Step<?>, Long> feeding;

  private Feeder(BiConsumer<Step<?>, Long> feeding) {
    this.feeding = feeding;
  }

  /**
   * Feeders of one program.
   *
   * @param feeding sends to the machine of a number; called in a step of the feeder
   */
  public static Definition<?, Feed> definition(BiConsumer<Step<?>, Long> feeding) {
    return Definition.of(TYPE, State.class, () -> new Feeder(feeding));
  }

  /** One of some. */
  public static MachineRef<Feed> ref(int number) {
    return TYPE.ref(Integer.toString(number));
  }

  /** How many steps it takes to feed so many. */
  public static long steps(long number) {
    return Math.ceilDiv(number, IN_A_STEP);
  }

  /** Feeds those from one number on, up to another without it. */
  public record Feed(long from, long to) {}

  record State(long fed) {}

  @Override
  public State initial() {
    return new State(0);
  }

  @Override
  public State on(State state, Feed feed, Step<Feed> step) {
    long end = Math.min(feed.from() + IN_A_STEP, feed.to());
    for (long i = feed.from(); i < end; i++) {
      feeding.accept(step, i);
    }
    if (end < feed.to()) step.send(step.self(), new Feed(end, feed.to()));
    return new State(state.fed() + end - feed.from());
  }
}
