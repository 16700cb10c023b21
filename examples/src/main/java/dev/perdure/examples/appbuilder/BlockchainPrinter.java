package dev.perdure.examples.appbuilder;

import dev.perdure.Activity;
import dev.perdure.Definition;
import dev.perdure.DurableTimer;
import dev.perdure.Machine;
import dev.perdure.MachineType;
import dev.perdure.Outcome;
import dev.perdure.Outcome.Done;
import dev.perdure.Outcome.NotDone;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import dev.perdure.examples.appbuilder.Blockchain.Ledger;
import java.time.Duration;

/**
 * Prints the ledger: now and then it asks the chain for the blocks that are not printed yet, and
 * has them printed. Every block is printed, in order; one may be printed again when nobody knows
 * whether it was.
 */
public final class BlockchainPrinter
    implements Machine<BlockchainPrinter.State, BlockchainPrinter.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("blockchain-printer", Event.class);

  /** The usual time between two looks at the ledger. */
  public static final Duration PERIOD = Duration.ofSeconds(5);

  public static final Definition<?, Event> DEFINITION = definition(PERIOD);

  /** Prints blocks; whoever does it may leave out those that it has. */
  public static final Activity<Ledger, Printed> PRINT =
      Activity.of("print-blocks", Ledger.class, Printed.class, Activity.Policy.standard());

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** All blocks up to this one are printed. */
  public record Printed(long block) {}

  /** What the printer can be told. */
  public sealed interface Event {}

  /** Print from now on. */
  public record Start() implements Event {}

  /** How far is it? */
  public record Look(ReplyTo<Printed> to) implements Event, Query {}

  record PrintTime() implements Event {}

  record LedgerRead(Outcome<Ledger> outcome) implements Event {}

  record BlocksPrinted(Outcome<Printed> outcome) implements Event {}

  sealed interface State {
    Printed printed();
  }

  record Off(Printed printed) implements State {}

  record Resting(Printed printed) implements State {
    static State enter(Printed printed, Duration period, Step<Event> step) {
      step.startTimer(DurableTimer.after(period, new PrintTime()).whileIn(Resting.class));
      return new Resting(printed);
    }
  }

  record Reading(Printed printed) implements State {
    static State enter(Printed printed, Step<Event> step) {
      step.ask(
          Blockchain.MAIN,
          Ledger.class,
          PATIENCE,
          to -> new Blockchain.ListBlocks(printed.block(), to),
          LedgerRead::new);
      return new Reading(printed);
    }
  }

  record Printing(Printed printed) implements State {
    static State enter(Printed printed, Ledger ledger, Step<Event> step) {
      step.call(PRINT, ledger, BlocksPrinted::new);
      return new Printing(printed);
    }
  }

  private final Duration period;

  private BlockchainPrinter(Duration period) {
    this.period = period;
  }

  /**
   * A printer with another time between two looks.
   *
   * @param period more than zero
   */
  public static Definition<?, Event> definition(Duration period) {
    if (!period.isPositive()) {
      throw new IllegalArgumentException("a printer's period is more than zero, not " + period);
    }
    return Definition.of(TYPE, State.class, () -> new BlockchainPrinter(period));
  }

  @Override
  public State initial() {
    return new Off(new Printed(0));
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    Printed printed = state.printed();
    return switch (event) {
      case Look(var to) -> {
        step.reply(to, printed);
        yield state;
      }
      case Start _ when state instanceof Off -> Resting.enter(printed, period, step);
      case PrintTime _ when state instanceof Resting -> Reading.enter(printed, step);
      case LedgerRead(Done(var ledger)) when state instanceof Reading ->
          ledger.blocks().isEmpty()
              ? Resting.enter(printed, period, step)
              : Printing.enter(printed, ledger, step);
      case LedgerRead(NotDone<Ledger> _) when state instanceof Reading ->
          Resting.enter(printed, period, step);
      case BlocksPrinted(Done(var upTo)) when state instanceof Printing ->
          Resting.enter(upTo, period, step);
      // Perhaps they were printed; then they are printed again.
      case BlocksPrinted(NotDone<Printed> _) when state instanceof Printing ->
          Resting.enter(printed, period, step);
      case Start _, PrintTime _, LedgerRead _, BlocksPrinted _ ->
          step.reject(state, "not while it is " + state.getClass().getSimpleName());
    };
  }
}
