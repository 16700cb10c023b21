package dev.perdure.examples.remotecomm;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Placement;
import dev.perdure.ReplyTo;
import dev.perdure.Step;

/**
 * Makes a {@link Receiver} under another placement, sends it the numbers from 0 on, one after the
 * other, and then the end. All of it is one step: the receiver gets all of it, or none.
 */
public final class Sender implements Machine<Sender.State, Sender.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("sender", Event.class);
  public static final Definition<?, Event> DEFINITION =
      Definition.of(TYPE, State.class, Sender::new);

  /** The longest series. */
  public static final int MAX_COUNT = 10_000;

  /** What a sender can be told. */
  public sealed interface Event {}

  /**
   * Send the numbers below {@code count}.
   *
   * @param where the placement tag of the receiver
   * @param count 1 to {@link #MAX_COUNT}
   * @param to answered by the receiver, once it has the end: an answer may be handed on
   */
  public record SendSeries(String where, int count, ReplyTo<Receiver.Report> to) implements Event {
    /** Checks tag and number. */
    public SendSeries {
      Placement.of(where);
      if (count < 1 || count > MAX_COUNT) {
        throw new IllegalArgumentException("count must be 1 to %d: %d".formatted(MAX_COUNT, count));
      }
    }
  }

  record State() {}

  @Override
  public State initial() {
    return new State();
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (event) {
      case SendSeries(var where, var count, var to) -> {
        MachineRef<Receiver.Event> receiver = step.newRef(Receiver.TYPE, Placement.of(where));
        for (int i = 0; i < count; i++) step.send(receiver, new Receiver.Next(i));
        step.send(receiver, new Receiver.End(to));
        yield state;
      }
    };
  }
}
