package dev.perdure.testing.replay;

import static java.util.Objects.requireNonNull;

import dev.perdure.Definition;
import dev.perdure.MachineRef;
import dev.perdure.Outcome;
import dev.perdure.Part;
import dev.perdure.testing.CommittedStep;
import dev.perdure.testing.CommittedStep.Verdict;
import dev.perdure.testing.Origin;
import dev.perdure.testing.Violation;
import dev.perdure.testing.world.RecordParts;
import dev.perdure.testing.world.SameValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Failure transparency (G11): a committed history is one that a run without failures can show.
 *
 * <p>The committed steps are run again, in their order, through the same behaviours: without a
 * kernel, a store, or a failure, by an interpreter that is a page long. Each step must find its
 * event sent by a step before it, begin in the state that the one before it left, and return the
 * same state with the same effects. Time, ids and chance are those of the history, for a run
 * without failures could have had them.
 *
 * <p>Behaviours keep their plain fields here for as long as their machine lives. So a program whose
 * steps depend on a field that a crash or a passivation takes away differs, and is found.
 */
public final class Transparency {
  private final Map<String, Definition<?, ?>> definitions = new HashMap<>();
  private final Map<MachineRef<?>, ReplayedMachine> machines = new HashMap<>();
  private final Outbox outbox = new Outbox();
  private final OpenAsks asks = new OpenAsks();

  private Transparency(List<Part> parts) {
    for (Part part : parts) {
      if (part instanceof Definition<?, ?> definition) {
        definitions.put(definition.type().name(), definition);
      }
    }
  }

  /**
   * Runs a history again, and looks for asks that were forgotten in it.
   *
   * @throws Violation that names the first step that differs, or an ask that nobody can answer
   */
  public static void check(List<Part> parts, List<CommittedStep> history) {
    Transparency replay = new Transparency(parts);
    history.forEach(replay::step);
    replay.asks.check(
        Stream.concat(
            replay.machines.values().stream().flatMap(ReplayedMachine::kept),
            replay.outbox.underWay()));
  }

  private void step(CommittedStep step) {
    ReplayedMachine machine = machines.computeIfAbsent(step.machine(), this::machine);
    ReplayStep again = new ReplayStep(step, machine, outbox, asks);
    Effects effects = again.effects();
    if (machine.halted) {
      throw effects.differs("it has halted", "the step was committed");
    }
    if (!SameValue.same(machine.state, step.before())) {
      throw effects.differs("it is in " + machine.state, "this was committed");
    }
    if (step.verdict() != Verdict.DEFERRED) {
      checkEvent(step, machine, effects);
    }
    if (step.verdict() != Verdict.DEFERRED && step.verdict() != Verdict.QUERIED) {
      asks.handled(step, step.origin() instanceof Origin.Client);
    }
    Object next = handle(step, machine, again);
    Verdict verdict = step.verdict() == Verdict.QUERIED ? Verdict.QUERIED : again.verdict();
    if (verdict != step.verdict()) {
      throw effects.differs("it is " + verdict, "it was committed as " + step.verdict());
    }
    if (verdict == Verdict.HANDLED || verdict == Verdict.HALTED || verdict == Verdict.QUERIED) {
      effects.end();
    }
    if (!SameValue.same(next, step.after())) {
      throw effects.differs("it ends in " + next, step.after() + " was committed");
    }
    if (verdict == Verdict.IGNORED || verdict == Verdict.REJECTED || verdict == Verdict.HALTED) {
      asks.turnedDown(step.event());
    }
    if (verdict == Verdict.HALTED) {
      machine.openAsks().forEach(asks::over);
      machine.halt();
    } else {
      machine.become(next);
    }
  }

  private ReplayedMachine machine(MachineRef<?> ref) {
    return new ReplayedMachine(requireNonNull(definitions.get(ref.type()), ref.type()));
  }

  private static Object handle(CommittedStep step, ReplayedMachine machine, ReplayStep again) {
    try {
      return machine.behaviour.on(machine.state, step.event(), again);
    } catch (RuntimeException e) {
      throw again.effects().differs("the handler throws " + e, "it was committed");
    }
  }

  /** The event must come from where the run without failures has it, too. */
  private void checkEvent(CommittedStep step, ReplayedMachine machine, Effects effects) {
    switch (step.origin()) {
      case Origin.Client _, Origin.Operator _ -> {} // From outside: as it came.
      case Origin.Sender(var sender, var number) -> {
        if (!outbox.take(number, step.machine(), step.event())) {
          throw effects.differs(
              "step " + number + " of " + sender + " sends no such event", "it was stepped");
        }
      }
      case Origin.Timer(var name, _) -> {
        if (!machine.fire(step.event(), name)) {
          throw effects.differs("no such timer runs", "it fired");
        }
      }
      case Origin.Answer answer -> checkAnswer(step, answer, machine, effects);
    }
  }

  private void checkAnswer(
      CommittedStep step, Origin.Answer origin, ReplayedMachine machine, Effects effects) {
    ReplayedMachine.Call call = machine.calls.remove(origin.call());
    if (call == null) {
      throw effects.differs("it waits for no answer to " + origin.call(), "one was stepped");
    }
    Outcome<?> outcome = outcome(step.event());
    if (!SameValue.same(call.event(outcome), step.event())) {
      throw effects.differs("the outcome comes back as another event", "this one was stepped");
    }
    if (!(outcome instanceof Outcome.Unknown<?>)) {
      asks.over(call.address());
    }
    boolean byMachine = origin.by().isPresent() && outcome instanceof Outcome.Done<?>;
    if (byMachine && !SameValue.same(outbox.answer(call.address()), outcome)) {
      throw effects.differs(
          origin.by().get() + " answers " + outbox.answer(call.address()),
          outcome + " was stepped");
    }
  }

  private static Outcome<?> outcome(Object event) {
    for (RecordParts.Part part : RecordParts.of(event.getClass())) {
      if (part.type() == Outcome.class) {
        return (Outcome<?>) requireNonNull(part.of(event));
      }
    }
    throw new IllegalStateException("an answer without an outcome: " + event);
  }
}
