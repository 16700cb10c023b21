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
 * Prints the ledger: some time after the chain sealed a block it asks for all blocks that are not
 * printed yet, and has them printed. Every block is printed, in order; one may be printed again
 * when nobody knows whether it was. While there is nothing to print it does nothing.
 */
public final class BlockchainPrinter
    implements Machine<BlockchainPrinter.State, BlockchainPrinter.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("blockchain-printer", Event.class);

  /** The usual time from a block to its print. */
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

  /** How far is it? */
  public record Look(ReplyTo<Printed> to) implements Event, Query {}

  record BlockSealed(long block) implements Event {}

  record PrintTime() implements Event {}

  record LedgerRead(Outcome<Ledger> outcome) implements Event {}

  record BlocksPrinted(Outcome<Printed> outcome) implements Event {}

  /** How far the print is, and how far the chain. */
  record Progress(Printed printed, long sealed) {
    boolean isDone() {
      return printed.block() >= sealed;
    }
  }

  sealed interface State {
    Progress progress();
  }

  /** Everything is printed. */
  record Quiet(Progress progress) implements State {}

  /** There is something to print. */
  record Waiting(Progress progress) implements State {
    static State enter(Progress progress, Duration period, Step<Event> step) {
      step.startTimer(DurableTimer.after(period, new PrintTime()).whileIn(Waiting.class));
      return new Waiting(progress);
    }
  }

  record Reading(Progress progress) implements State {
    static State enter(Progress progress, Step<Event> step) {
      step.ask(
          Blockchain.MAIN,
          Ledger.class,
          PATIENCE,
          to -> new Blockchain.ListBlocks(progress.printed().block(), to),
          LedgerRead::new);
      return new Reading(progress);
    }
  }

  record Printing(Progress progress) implements State {
    static State enter(Progress progress, Ledger ledger, Step<Event> step) {
      step.call(PRINT, ledger, BlocksPrinted::new);
      return new Printing(progress);
    }
  }

  private final Duration period;

  private BlockchainPrinter(Duration period) {
    this.period = period;
  }

  /**
   * A printer with another time from a block to its print.
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
    return new Quiet(new Progress(new Printed(0), 0));
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    Progress progress = state.progress();
    return switch (event) {
      case Look(var to) -> {
        step.reply(to, progress.printed());
        yield state;
      }
      case BlockSealed(var block) -> sealed(state, new Progress(progress.printed(), block), step);
      case PrintTime _ when state instanceof Waiting -> Reading.enter(progress, step);
      case LedgerRead(Done(var ledger)) when state instanceof Reading ->
          Printing.enter(progress, ledger, step);
      case LedgerRead(NotDone<Ledger> _) when state instanceof Reading -> rest(progress, step);
      case BlocksPrinted(Done(var printed)) when state instanceof Printing ->
          rest(new Progress(printed, progress.sealed()), step);
      // Perhaps they were printed; then they are printed again.
      case BlocksPrinted(NotDone<Printed> _) when state instanceof Printing -> rest(progress, step);
      case PrintTime _, LedgerRead _, BlocksPrinted _ ->
          step.reject(state, "not while it is " + state.getClass().getSimpleName());
    };
  }

  /** The print may be ahead of what it was told: it took all that was there. */
  private State sealed(State state, Progress progress, Step<Event> step) {
    return switch (state) {
      case Quiet _ -> rest(progress, step);
      case Waiting _ -> new Waiting(progress);
      case Reading _ -> new Reading(progress);
      case Printing _ -> new Printing(progress);
    };
  }

  private State rest(Progress progress, Step<Event> step) {
    return progress.isDone() ? new Quiet(progress) : Waiting.enter(progress, period, step);
  }
}
