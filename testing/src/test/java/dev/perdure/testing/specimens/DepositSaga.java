package dev.perdure.testing.specimens;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineType;
import dev.perdure.MapKey;
import dev.perdure.Outcome;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import dev.perdure.testing.Simulation;
import java.time.Duration;

/**
 * A saga that deposits, and asks again when it does not hear in time. Wrong: asking again is a
 * second request, and the money comes twice. Right: the account knows the transfers that it has
 * had.
 */
@SuppressWarnings("SameNameButDifferent") // Each machine has its own State and Event.
final class DepositSaga {
  private static final int TRANSFERS = 3;
  private static final long AMOUNT = 10;

  private DepositSaga() {}

  static Specimen specimen() {
    return new Specimen(
        "saga that asks again",
        simulation -> play(simulation, false),
        simulation -> play(simulation, true),
        "came in by");
  }

  private static void play(Simulation simulation, boolean known) {
    simulation.open(Transfer.DEFINITION, Account.DEFINITION);
    simulation.invariant(
        states -> {
          long sum =
              states.of(Account.TYPE, Account.State.class).values().stream()
                  .mapToLong(Account.State::sum)
                  .sum();
          if (sum != TRANSFERS * AMOUNT) {
            throw new AssertionError("%d came in by %d transfers".formatted(sum, TRANSFERS));
          }
        });
    for (int i = 0; i < TRANSFERS; i++) {
      var _ =
          simulation.client("c" + i).send(Transfer.TYPE.ref("t" + i), new Transfer.Begin(known));
    }
    simulation.run();
  }

  /** A transfer. */
  static final class Transfer implements Machine<Transfer.State, Transfer.Event> {
    static final MachineType<Event> TYPE = MachineType.of("transfer", Event.class);
    static final Definition<?, Event> DEFINITION = Definition.of(TYPE, State.class, Transfer::new);
    private static final Duration PATIENCE = Duration.ofMillis(20);

    sealed interface Event {}

    record Begin(boolean known) implements Event {}

    record Deposited(boolean known, Outcome<Boolean> outcome) implements Event {}

    record State(boolean over) {}

    @Override
    public State initial() {
      return new State(false);
    }

    @Override
    public State on(State state, Event event, Step<Event> step) {
      return switch (event) {
        case Begin(var known) -> deposit(state, known, step);
        case Deposited(_, Outcome.Done<Boolean> _) -> new State(true);
        case Deposited(var known, Outcome.NotDone<Boolean> _) -> deposit(state, known, step);
      };
    }

    private static State deposit(State state, boolean known, Step<Event> step) {
      String reference = known ? step.self().key() : "";
      step.ask(
          Account.TYPE.ref("a"),
          Boolean.class,
          PATIENCE,
          to -> new Account.Deposit(reference, AMOUNT, to),
          outcome -> new Deposited(known, outcome));
      return state;
    }
  }

  /** An account. */
  static final class Account implements Machine<Account.State, Account.Event> {
    static final MachineType<Event> TYPE = MachineType.of("saved", Event.class);
    static final Definition<?, Event> DEFINITION = Definition.of(TYPE, State.class, Account::new);
    private static final MapKey<String, Boolean> HAD =
        MapKey.of("had", String.class, Boolean.class);

    sealed interface Event {}

    record Deposit(String reference, long amount, ReplyTo<Boolean> to) implements Event {}

    record State(long sum) {}

    @Override
    public State initial() {
      return new State(0);
    }

    @Override
    public State on(State state, Event event, Step<Event> step) {
      return switch (event) {
        case Deposit(var reference, var amount, var to) -> {
          step.reply(to, true);
          if (!reference.isEmpty()) {
            if (step.map(HAD).contains(reference)) {
              yield state;
            }
            step.map(HAD).put(reference, true);
          }
          yield new State(state.sum() + amount);
        }
      };
    }
  }
}
