package dev.perdure.examples.appbuilder;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.MapKey;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.Step;

/**
 * Where everybody can read what became of a transfer.
 *
 * <p>Two machines write here, the front and, for the chain, the {@link Dlt}, and between two
 * senders there is no order: the chain's verdict may come before the front's word that the transfer
 * is being processed. A verdict therefore stands, whatever comes after it.
 */
public final class StatusBoard implements Machine<StatusBoard.State, StatusBoard.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("status-board", Event.class);
  public static final Definition<?, Event> DEFINITION =
      Definition.of(TYPE, State.class, StatusBoard::new);

  /** The one board. */
  public static final MachineRef<Event> MAIN = TYPE.ref("board");

  /** What the board can be told. */
  public sealed interface Event {}

  /** What became of this transfer? */
  public record Look(long transfer, ReplyTo<TransferStatus> to) implements Event, Query {}

  record Post(long transfer, TransferStatus status) implements Event {}

  record State() {}

  static final MapKey<Long, TransferStatus> STATUSES =
      MapKey.of("statuses", Long.class, TransferStatus.class);

  @Override
  public State initial() {
    return new State();
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (event) {
      case Post(var transfer, _) when status(transfer, step).isFinal() -> step.ignore(state);
      case Post(var transfer, var status) -> {
        step.map(STATUSES).put(transfer, status);
        yield state;
      }
      case Look(var transfer, var to) -> {
        step.reply(to, status(transfer, step));
        yield state;
      }
    };
  }

  private static TransferStatus status(long transfer, Step<Event> step) {
    return step.map(STATUSES).get(transfer).orElse(TransferStatus.UNAVAILABLE);
  }
}
