package dev.perdure.examples.remotecomm;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineType;
import dev.perdure.Placement;
import dev.perdure.ReplyTo;
import dev.perdure.Step;

/** Checks that the numbers come as they were sent; at the end it reports, and halts. */
public final class Receiver implements Machine<Receiver.State, Receiver.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("receiver", Event.class);
  public static final Definition<?, Event> DEFINITION =
      Definition.of(TYPE, State.class, Receiver::new).placed();

  /** What a receiver can be told. */
  public sealed interface Event {}

  record Next(int number) implements Event {}

  record End(ReplyTo<Report> to) implements Event {}

  /**
   * What came.
   *
   * @param placement where the receiver lived
   * @param inOrder how many numbers came, each when it was its turn
   * @param astray how many came at another time: twice, too early, too late
   */
  public record Report(Placement placement, int inOrder, int astray) {}

  record State(int inOrder, int astray) {}

  @Override
  public State initial() {
    return new State(0, 0);
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (event) {
      case Next(var number) when number == state.inOrder() ->
          new State(state.inOrder() + 1, state.astray());
      case Next _ -> new State(state.inOrder(), state.astray() + 1);
      case End(var to) -> {
        step.reply(to, new Report(step.self().placement(), state.inOrder(), state.astray()));
        yield step.halt(state);
      }
    };
  }
}
