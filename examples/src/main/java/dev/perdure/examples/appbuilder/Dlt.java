package dev.perdure.examples.appbuilder;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineType;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.Step;

/**
 * The distributed ledger's way out: what the chain decides goes through here to who keeps it, so
 * that the chain need not know them. Made once by the {@link AppBuilder}, under a fresh key.
 */
public final class Dlt implements Machine<Dlt.State, Dlt.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("dlt", Event.class);
  public static final Definition<?, Event> DEFINITION = Definition.of(TYPE, State.class, Dlt::new);

  /** What the ledger's way out can be told. */
  public sealed interface Event {}

  /** How many verdicts went through here? */
  public record CountVerdicts(ReplyTo<Long> to) implements Event, Query {}

  record Decided(long transfer, TransferStatus verdict) implements Event {}

  record State(long verdicts) {}

  @Override
  public State initial() {
    return new State(0);
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (event) {
      case Decided(var transfer, var verdict) -> {
        step.send(StatusBoard.MAIN, new StatusBoard.Post(transfer, verdict));
        yield new State(state.verdicts() + 1);
      }
      case CountVerdicts(var to) -> {
        step.reply(to, state.verdicts());
        yield state;
      }
    };
  }
}
