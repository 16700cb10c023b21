package dev.perdure.kernel;

import dev.perdure.Machine;
import dev.perdure.Outcome.Cause;
import dev.perdure.kernel.MachineKind.StateShape;
import dev.perdure.kernel.MachineRecord.ScopedTimer;
import dev.perdure.kernel.StepContext.Verdict;
import dev.perdure.kernel.WaitingEvent.Content;
import dev.perdure.kernel.spi.RarePath;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Steps machines: takes one event of one machine through its handler and makes the step record, or
 * leaves no trace. Used by the partition alone.
 *
 * <p>What becomes of an event: it is <em>handled</em>, <em>ignored</em> or <em>rejected</em> (then
 * it is consumed, in the same record as its effects), or <em>deferred</em> (then it waits in the
 * stored part of the mailbox), or its handler <em>fails</em> (then it waits there too, for its next
 * attempt, and at last is parked).
 */
final class Stepping {
  private static final System.Logger LOG = System.getLogger(Stepping.class.getName());

  private final Uncommitted keys;
  private final StepServices services;
  private final DurableSides sides;
  private final Askers askers;
  private final Tombstones tombstones;
  private final Mailboxes mailboxes;
  private final Failures failures;
  private final Publisher publisher;
  private final Counters counters;

  /** Where finished drafts go. */
  interface Publisher {
    /** Publishes a record of the machine; its own record too when the draft says so. */
    void publish(Draft draft, ActiveMachine machine);

    Draft draft();

    /** Who hears what becomes of events; null in production. */
    @Nullable StepObserver observer();

    boolean takes(RarePath path);
  }

  Stepping(
      Uncommitted keys,
      StepServices services,
      DurableSides sides,
      Askers askers,
      Tombstones tombstones,
      Mailboxes mailboxes,
      Failures failures,
      Publisher publisher,
      Counters counters) {
    this.keys = keys;
    this.services = services;
    this.sides = sides;
    this.askers = askers;
    this.tombstones = tombstones;
    this.mailboxes = mailboxes;
    this.failures = failures;
    this.publisher = publisher;
    this.counters = counters;
  }

  /** Steps one event; afterwards its record is published, or it waits. */
  void step(ActiveMachine machine, Delivery delivery) {
    MachineKind kind = machine.kind;
    Draft draft = publisher.draft();
    consume(machine, delivery, draft);
    if (machine.isHalted()) {
      tombstones.turnAway(machine, delivery, draft);
      publish(draft, machine, delivery);
      return;
    }
    if (kind == null) {
      failures.parkUnknownKind(machine, delivery);
      return;
    }
    TypedEvent event;
    try {
      event = sides.take(machine, kind, delivery, draft);
    } catch (Throwable e) { // Also what constructors of records throw.
      passOn(machine, delivery, e);
      failures.parkAtOnce(machine, delivery, "the event cannot be read", e);
      return;
    }
    if (event == null) {
      publish(draft, machine, delivery); // Stale or cancelled: consumed without a step.
      return;
    }
    try {
      if (!machine.stateName.isEmpty()) {
        if (publisher.takes(RarePath.READ_STATE)) {
          machine.state = null;
        }
        machine.decodedState(kind);
      }
    } catch (Throwable e) {
      passOn(machine, delivery, e);
      if (event.shape().isQuery()) {
        refuseFailedQuery(machine, delivery, event, e);
      } else {
        failures.parkAtOnce(machine, delivery, "the state cannot be read", e);
      }
      return;
    }
    handle(machine, kind, delivery, event, draft);
  }

  private void handle(
      ActiveMachine machine, MachineKind kind, Delivery delivery, TypedEvent event, Draft draft) {
    StepContext step = null;
    Object next;
    @Nullable StateShape nextShape;
    byte[] nextBytes;
    try {
      Machine<Object, Object> behaviour = behaviour(machine, kind);
      Object given = machine.decodedState(kind);
      step =
          new StepContext(
              services, machine, kind, given, draft, delivery.requestId(), event.shape());
      next = behaviour.on(given, event.event(), step);
      step.close();
      step.check(next);
      if (step.halted || (!machine.stateName.isEmpty() && Identity.same(next, given))) {
        nextShape = null;
        nextBytes = machine.stateBytes;
      } else {
        nextShape = kind.state(next.getClass());
        if (nextShape == null) {
          throw new IllegalStateException(
              "the handler returned a %s, which is no state of machine type '%s'"
                  .formatted(next.getClass().getTypeName(), kind.name()));
        }
        nextBytes = services.encodeState(kind, nextShape, next);
      }
      keys.checkReads();
    } catch (Throwable e) {
      if (step != null) {
        step.close();
        step.settle(false);
      }
      passOn(machine, delivery, e);
      // What the failed step left in plain fields, or in a component that can be changed, is gone.
      machine.behaviour = null;
      machine.state = null;
      counters.failedAttempts++;
      if (event.shape().isQuery()) {
        refuseFailedQuery(machine, delivery, event, e);
      } else if (Faults.isOfProcess(e)) {
        failures.parkAtOnce(machine, delivery, "with this event the process itself fails", e);
      } else {
        failures.failed(machine, kind, delivery, e);
      }
      return;
    }
    counters.steps++;
    StepObserver observer = publisher.observer();
    if (observer != null) {
      observer.observe(stepped(machine, delivery, event, step, next, nextShape, nextBytes));
    }
    if (event.shape().isQuery()) {
      step.settle(true);
      askers.answerQuery(event, delivery, step, draft);
      publish(draft, machine, delivery);
      return;
    }
    switch (step.verdict) {
      case Verdict.Handled _ -> {
        step.settle(true);
        finish(machine, kind, delivery, event, step, next, nextShape, nextBytes);
      }
      case Verdict.Deferred _ -> {
        step.settle(false);
        counters.deferred++;
        if (delivery.waitingSeq() == 0) {
          mailboxes.defer(machine, delivery.content(), delivery.envelope());
        }
      }
      case Verdict.Ignored _ -> {
        step.settle(false);
        counters.ignored++;
        askers.refuse(event, delivery, new Answer.No(Cause.REFUSED, "ignored"), draft);
        publishUnchanged(draft, machine, delivery, nextShape, nextBytes);
      }
      case Verdict.Rejected(var reason) -> {
        step.settle(false);
        counters.rejected++;
        LOG.log(
            System.Logger.Level.INFO,
            "{0}: rejected {1} in {2}: {3}",
            machine,
            event.shape().name(),
            machine.stateName,
            reason);
        askers.refuse(event, delivery, new Answer.No(Cause.REFUSED, reason), draft);
        publishUnchanged(draft, machine, delivery, nextShape, nextBytes);
      }
    }
  }

  /** Returns for what the event is to blame for; throws on what is the store's or the process's. */
  private void passOn(ActiveMachine machine, Delivery delivery, Throwable thrown) {
    keys.checkReads();
    failures.passOn(machine, delivery, thrown);
  }

  private static StepObserver.Stepped stepped(
      ActiveMachine machine,
      Delivery delivery,
      TypedEvent event,
      StepContext step,
      Object next,
      @Nullable StateShape nextShape,
      byte[] nextBytes) {
    Object given = Objects.requireNonNull(machine.state);
    StepObserver.Verdict verdict =
        switch (step.verdict) {
          case Verdict.Handled _ when event.shape().isQuery() -> StepObserver.Verdict.QUERIED;
          case Verdict.Handled _ when step.halted -> StepObserver.Verdict.HALTED;
          case Verdict.Handled _ -> StepObserver.Verdict.HANDLED;
          case Verdict.Deferred _ -> StepObserver.Verdict.DEFERRED;
          case Verdict.Ignored _ -> StepObserver.Verdict.IGNORED;
          case Verdict.Rejected _ -> StepObserver.Verdict.REJECTED;
        };
    return new StepObserver.Stepped(
        machine.ref,
        StepObserver.Origin.of(delivery.content(), delivery.envelope(), delivery.waitingSeq()),
        event.shape(),
        event.event(),
        new StepObserver.StateView(machine.stateName, machine.stateBytes, given),
        new StepObserver.StateView(
            nextShape == null ? machine.stateName : nextShape.name(), nextBytes, next),
        verdict);
  }

  private Machine<Object, Object> behaviour(ActiveMachine machine, MachineKind kind) {
    Machine<Object, Object> behaviour = machine.behaviour;
    if (behaviour != null && !publisher.takes(RarePath.FRESH_BEHAVIOUR)) {
      return behaviour;
    }
    Machine<Object, Object> made = kind.newBehaviour();
    if (machine.state == null && machine.stateName.isEmpty()) {
      machine.state = Objects.requireNonNull(made.initial(), "initial() of " + kind.name());
    }
    made.activated(machine.decodedState(kind));
    machine.behaviour = made;
    return made;
  }

  /** The event is consumed with the draft, wherever it was. */
  private static void consume(ActiveMachine machine, Delivery delivery, Draft draft) {
    if (delivery.envelope() != null) {
      draft.consume(delivery.envelope());
    }
    if (delivery.waitingSeq() > 0) {
      draft.writes.delete(Keys.waiting(machine.prefix, delivery.waitingSeq()));
      draft.changed = machine;
    }
  }

  private void finish(
      ActiveMachine machine,
      MachineKind kind,
      Delivery delivery,
      TypedEvent event,
      StepContext step,
      Object next,
      @Nullable StateShape nextShape,
      byte[] nextBytes) {
    Draft draft = step.draft;
    askers.answer(step);
    services.calls().publish(draft);
    Object before = machine.state;
    if (step.halted) {
      Tombstones.end(machine, draft);
      if (event.shape().hasReplyTo()) {
        var no = new Answer.No(Cause.HALTED, machine + " has halted");
        askers.refuseUnlessAnswered(event, delivery, no, step, draft);
      }
    } else if (nextShape != null) {
      machine.state = next;
      become(machine, nextShape, nextBytes, draft);
    }
    boolean left = !step.halted && before != null && before.getClass() != next.getClass();
    if (!step.halted && (left || draft.scopedIfChanged() != null)) {
      StepTimers.stopLeft(machine, kind, next, draft);
    }
    if (machine.waiting > 0 && (left || step.halted)) {
      mailboxes.goThrough(machine, draft);
    }
    askers.accept(delivery, event.shape().hasReplyTo(), draft);
    publish(draft, machine, delivery);
  }

  private static void become(ActiveMachine machine, StateShape shape, byte[] bytes, Draft draft) {
    machine.stateName = shape.name();
    machine.stateBytes = bytes;
    machine.stored = true;
    draft.changed = machine;
  }

  private void refuseFailedQuery(
      ActiveMachine machine, Delivery delivery, TypedEvent event, Throwable thrown) {
    Throwable failure = Faults.printable(thrown);
    LOG.log(
        System.Logger.Level.WARNING,
        () -> machine + ": query " + event.shape().name() + " failed",
        failure);
    Draft draft = publisher.draft();
    consume(machine, delivery, draft);
    askers.refuse(
        event, delivery, new Answer.No(Cause.ERROR, "the query failed: " + failure), draft);
    publish(draft, machine, delivery);
  }

  /** The state stays as it is; but the first event makes the machine, whatever its verdict. */
  private void publishUnchanged(
      Draft draft,
      ActiveMachine machine,
      Delivery delivery,
      @Nullable StateShape first,
      byte[] firstBytes) {
    if (first != null) {
      become(machine, first, firstBytes, draft);
    }
    List<ScopedTimer> scoped = draft.scopedIfChanged();
    if (scoped != null) {
      machine.scoped = List.copyOf(scoped);
      draft.changed = machine;
    }
    publish(draft, machine, delivery);
  }

  private void publish(Draft draft, ActiveMachine machine, Delivery delivery) {
    if (delivery.waitingSeq() > 0) {
      mailboxes.consumed(machine, delivery.waitingSeq());
    }
    if (delivery.content() instanceof Content.Answered(var callId, _)) {
      services.calls().finished(callId);
    }
    publisher.publish(draft, machine);
  }
}
