package dev.perdure.kernel;

import dev.perdure.Machine;
import dev.perdure.Outcome.Cause;
import dev.perdure.kernel.Inspection.Status;
import dev.perdure.kernel.MachineKind.StateShape;
import dev.perdure.kernel.MachineRecord.ScopedTimer;
import dev.perdure.kernel.Message.Envelope;
import dev.perdure.kernel.StepContext.AnswerGiven;
import dev.perdure.kernel.StepContext.Verdict;
import dev.perdure.kernel.WaitingEvent.Content;
import dev.perdure.kernel.spi.Codec.CodecException;
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

  private final StepServices services;
  private final Requests requests;
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

  /**
   * An event on its way through a handler.
   *
   * @param envelope how it arrived; null when it waited in the stored mailbox
   * @param waitingSeq its place in the stored mailbox; 0 when it has just arrived
   * @param asking who waits for the answer of a query from outside
   */
  record Delivery(
      Content content, @Nullable Envelope envelope, long waitingSeq, @Nullable Waiter asking) {}

  /** An event with its type, ready for the handler. */
  private record Resolved(EventShape shape, Object event) {}

  Stepping(
      StepServices services,
      Requests requests,
      Mailboxes mailboxes,
      Failures failures,
      Publisher publisher,
      Counters counters) {
    this.services = services;
    this.requests = requests;
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
      rejectHalted(machine, delivery, draft);
      return;
    }
    if (kind == null) {
      failures.parkUnknownKind(machine, delivery);
      return;
    }
    Resolved resolved;
    try {
      resolved = resolve(machine, kind, delivery, draft);
    } catch (CodecException | IllegalStateException e) {
      failures.parkAtOnce(machine, delivery, "the event cannot be read", e);
      return;
    }
    if (resolved == null) {
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
    } catch (CodecException e) {
      if (resolved.shape.isQuery()) {
        refuseFailedQuery(machine, delivery, resolved, e);
      } else {
        failures.parkAtOnce(machine, delivery, "the state cannot be read", e);
      }
      return;
    }
    handle(machine, kind, delivery, resolved, draft);
  }

  /**
   * Consumes an event of a machine that has ended. Its timers and calls went with it: their records
   * are not looked at, the removal of a range is not seen before it is committed.
   */
  private void rejectHalted(ActiveMachine machine, Delivery delivery, Draft draft) {
    if (delivery.content instanceof Content.Plain plain) {
      counters.rejected++;
      LOG.log(System.Logger.Level.DEBUG, "{0}: rejected {1}: halted", machine, plain.eventName());
      var no = new Answer.No(Cause.HALTED, machine + " is halted");
      Resolved readable = readable(machine.kind, plain);
      if (readable != null) {
        answerOwn(readable, delivery, no, draft);
      } else if (!plain.requestId().isEmpty()) {
        requests.answerHere(plain.requestId(), no, draft);
      }
    }
    publish(draft, machine, delivery);
  }

  private @Nullable Resolved readable(@Nullable MachineKind kind, Content.Plain plain) {
    try {
      return kind == null ? null : plain(kind, plain);
    } catch (CodecException | IllegalStateException e) {
      return null; // Whom to answer cannot be read; the asker's patience ends the wait.
    }
  }

  private void handle(
      ActiveMachine machine, MachineKind kind, Delivery delivery, Resolved event, Draft draft) {
    StepContext step = null;
    Object next;
    @Nullable StateShape nextShape;
    byte[] nextBytes;
    try {
      Machine<Object, Object> behaviour = behaviour(machine, kind);
      Object given = machine.decodedState(kind);
      step = new StepContext(services, machine, kind, given, draft, askedBy(delivery), event.shape);
      next = behaviour.on(given, event.event, step);
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
    } catch (Exception
        | StackOverflowError
        | AssertionError
        | LinkageError e) { // Other errors are the process's, not the handler's.
      if (step != null) {
        step.close();
        step.settle(false);
      }
      machine.behaviour = null; // Its plain fields may hold what the failed step left.
      counters.failedAttempts++;
      if (event.shape.isQuery()) {
        refuseFailedQuery(machine, delivery, event, e);
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
    if (event.shape.isQuery()) {
      step.settle(true);
      finishQuery(machine, delivery, event, step, draft);
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
        if (delivery.waitingSeq == 0) {
          mailboxes.defer(machine, delivery.content, delivery.envelope);
        }
      }
      case Verdict.Ignored _ -> {
        step.settle(false);
        counters.ignored++;
        answerOwn(event, delivery, new Answer.No(Cause.REFUSED, "ignored"), draft);
        publishUnchanged(draft, machine, delivery, nextShape, nextBytes);
      }
      case Verdict.Rejected(var reason) -> {
        step.settle(false);
        counters.rejected++;
        LOG.log(
            System.Logger.Level.INFO,
            "{0}: rejected {1} in {2}: {3}",
            machine,
            event.shape.name(),
            machine.stateName,
            reason);
        answerOwn(event, delivery, new Answer.No(Cause.REFUSED, reason), draft);
        publishUnchanged(draft, machine, delivery, nextShape, nextBytes);
      }
    }
  }

  /** The request from outside that brings the event; empty where none does. */
  private static String askedBy(Delivery delivery) {
    return delivery.content instanceof Content.Plain(_, _, var requestId, _) ? requestId : "";
  }

  private static StepObserver.Stepped stepped(
      ActiveMachine machine,
      Delivery delivery,
      Resolved event,
      StepContext step,
      Object next,
      @Nullable StateShape nextShape,
      byte[] nextBytes) {
    Object given = Objects.requireNonNull(machine.state);
    StepObserver.Verdict verdict =
        switch (step.verdict) {
          case Verdict.Handled _ when event.shape.isQuery() -> StepObserver.Verdict.QUERIED;
          case Verdict.Handled _ when step.halted -> StepObserver.Verdict.HALTED;
          case Verdict.Handled _ -> StepObserver.Verdict.HANDLED;
          case Verdict.Deferred _ -> StepObserver.Verdict.DEFERRED;
          case Verdict.Ignored _ -> StepObserver.Verdict.IGNORED;
          case Verdict.Rejected _ -> StepObserver.Verdict.REJECTED;
        };
    return new StepObserver.Stepped(
        machine.ref,
        StepObserver.Origin.of(delivery.content, delivery.envelope, delivery.waitingSeq),
        event.shape,
        event.event,
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
    if (delivery.envelope != null) {
      draft.consume(delivery.envelope);
    }
    if (delivery.waitingSeq > 0) {
      draft.writes.delete(Keys.waiting(machine.prefix, delivery.waitingSeq));
      draft.changed = machine;
    }
  }

  /**
   * The event itself, with its durable side consumed in the draft; null when it is void: a stale
   * firing, or the answer to a call that is over.
   */
  private @Nullable Resolved resolve(
      ActiveMachine machine, MachineKind kind, Delivery delivery, Draft draft) {
    return switch (delivery.content) {
      case Content.Plain plain -> plain(kind, plain);
      case Content.Firing(var timer, var due) -> firing(machine, kind, timer, due, draft);
      case Content.Answered(var callId, var answer) -> {
        PendingCall pending = consumePending(machine, callId, delivery.waitingSeq > 0, draft);
        if (pending == null) {
          counters.lateAnswers++;
          yield null;
        }
        EventShape shape = shape(kind, pending.eventName());
        yield new Resolved(shape, shape.fill(shape.decode(pending.template()), answer));
      }
    };
  }

  private Resolved plain(MachineKind kind, Content.Plain plain) {
    EventShape shape = shape(kind, plain.eventName());
    Object event = publisher.takes(RarePath.READ_EVENT) ? null : plain.event();
    return new Resolved(shape, event != null ? event : shape.decode(plain.bytes()));
  }

  private static EventShape shape(MachineKind kind, String name) {
    return kind.event(name)
        .orElseThrow(
            () ->
                new CodecException(
                    "machine type '%s' has no event '%s'; it was removed or renamed: give it its durable name"
                        .formatted(kind.name(), name)));
  }

  private @Nullable Resolved firing(
      ActiveMachine machine, MachineKind kind, TimerId timer, long due, Draft draft) {
    byte[] stored = draft.writes.get(Keys.timer(machine.prefix, timer));
    TimerRecord running = stored == null ? null : TimerRecord.read(stored);
    if (running == null || running.dueMillis() != due) {
      counters.staleFirings++;
      return null;
    }
    EventShape shape = shape(kind, timer.eventName());
    Object event = shape.decode(running.event());
    if (running.periodMillis() > 0) {
      // Armed again by the very step that handles the firing: a fixed delay, at most one firing.
      long next = services.clock().nowMillis() + running.periodMillis();
      draft.startTimer(
          machine.prefix, timer, new TimerRecord(next, running.periodMillis(), running.event()));
    } else {
      draft.writes.delete(Keys.timer(machine.prefix, timer));
      if (machine.scoped.stream().anyMatch(scoped -> scoped.id().equals(timer))) {
        draft.scoped(machine).removeIf(scoped -> scoped.id().equals(timer));
      }
    }
    return new Resolved(shape, event);
  }

  /** The call that an answer is for; null when it is over, or another answer waits already. */
  private static @Nullable PendingCall consumePending(
      ActiveMachine machine, String callId, boolean waited, Draft draft) {
    for (char space : new char[] {Keys.ASK, Keys.CALL}) {
      byte[] key = Keys.call(space, machine.prefix, callId);
      byte[] stored = draft.writes.get(key);
      if (stored != null) {
        PendingCall pending = PendingCall.read(stored);
        if (!waited && pending.dueMillis() == PendingCall.ANSWERED) {
          return null;
        }
        draft.writes.delete(key);
        if (pending.dueMillis() > 0) {
          TimerId patience = TimerId.patienceOf(callId);
          draft.removeDue(Keys.due(pending.dueMillis(), machine.prefix, patience));
        }
        return pending;
      }
    }
    return null;
  }

  private void finish(
      ActiveMachine machine,
      MachineKind kind,
      Delivery delivery,
      Resolved event,
      StepContext step,
      Object next,
      @Nullable StateShape nextShape,
      byte[] nextBytes) {
    Draft draft = step.draft;
    for (AnswerGiven given : step.answers()) {
      requests.answer(given.to(), given.answer(), draft);
    }
    services.calls().publish(draft);
    Object before = machine.state;
    if (step.halted) {
      halt(machine, draft);
      if (event.shape.hasReplyTo()) {
        var no = new Answer.No(Cause.HALTED, machine + " has halted");
        answerUnlessAnswered(event, delivery, step, no, draft);
      }
    } else if (nextShape != null) {
      machine.state = next;
      become(machine, nextShape, nextBytes, draft);
    }
    boolean left = !step.halted && before != null && before.getClass() != next.getClass();
    if (left || draft.scopedIfChanged() != null) {
      stopLeft(machine, kind, step.halted, next, draft);
    }
    if (machine.waiting > 0 && (left || step.halted)) {
      mailboxes.goThrough(machine, draft);
    }
    accept(delivery, event.shape.hasReplyTo(), draft);
    publish(draft, machine, delivery);
  }

  private static void become(ActiveMachine machine, StateShape shape, byte[] bytes, Draft draft) {
    machine.stateName = shape.name();
    machine.stateBytes = bytes;
    machine.stored = true;
    draft.changed = machine;
  }

  /** Ends the machine: what it has goes, in ranges; a tombstone stays. */
  static void halt(ActiveMachine machine, Draft draft) {
    machine.status = Status.HALTED;
    machine.state = null;
    machine.stateName = "";
    machine.stateBytes = new byte[0];
    machine.scoped = List.of();
    machine.behaviour = null;
    machine.stored = true;
    draft.changed = machine;
    for (char space : new char[] {Keys.MAP, Keys.QUEUE, Keys.TIMER, Keys.ASK, Keys.CALL}) {
      byte[] from = Keys.of(space, machine.prefix);
      draft.writes.deleteRange(from, Keys.endOf(from));
    }
  }

  /** Stops the timers of states that the step leaves. */
  private static void stopLeft(
      ActiveMachine machine, MachineKind kind, boolean halted, Object next, Draft draft) {
    if (halted) {
      return;
    }
    List<ScopedTimer> changed = draft.scopedIfChanged();
    List<ScopedTimer> all = changed == null ? machine.scoped : changed;
    if (all.isEmpty() && changed == null) {
      return;
    }
    List<ScopedTimer> kept =
        all.stream().filter(timer -> kind.inScope(next, timer.scope())).toList();
    for (ScopedTimer timer : all) {
      if (!kept.contains(timer)) {
        draft.stopTimer(machine.prefix, timer.id());
      }
    }
    machine.scoped = kept;
    draft.changed = machine;
  }

  private void answerUnlessAnswered(
      Resolved event, Delivery delivery, StepContext step, Answer answer, Draft draft) {
    var to = event.shape.replyTo(event.event);
    if (to != null && !step.hasAnswered(to)) {
      answerOwn(event, delivery, answer, draft);
    }
  }

  /** Answers the event's own ask, if it is one. */
  private void answerOwn(Resolved event, Delivery delivery, Answer answer, Draft draft) {
    if (delivery.asking != null) {
      draft.outputs.add(new Output.Complete(delivery.asking, answer));
      return;
    }
    var to = event.shape.replyTo(event.event);
    if (to != null) {
      requests.answer(to, answer, draft);
    }
    accept(delivery, event.shape.hasReplyTo(), draft);
  }

  private void accept(Delivery delivery, boolean replies, Draft draft) {
    if (delivery.waitingSeq == 0
        && delivery.content instanceof Content.Plain(_, _, var requestId, _)
        && !requestId.isEmpty()) {
      requests.accepted(requestId, replies, draft);
    }
  }

  private void finishQuery(
      ActiveMachine machine, Delivery delivery, Resolved event, StepContext step, Draft draft) {
    if (step.answers().isEmpty()) {
      answerOwn(event, delivery, unanswered(event.shape, step.verdict), draft);
    }
    for (AnswerGiven given : step.answers()) {
      if (given.to() instanceof ReplyAddress.OfQuery && delivery.asking != null) {
        draft.outputs.add(new Output.Complete(delivery.asking, given.answer()));
      } else {
        requests.answer(given.to(), given.answer(), draft);
      }
    }
    publish(draft, machine, delivery);
  }

  private static Answer.No unanswered(EventShape query, Verdict verdict) {
    return switch (verdict) {
      case Verdict.Ignored _ -> new Answer.No(Cause.REFUSED, "ignored");
      case Verdict.Rejected(var reason) -> new Answer.No(Cause.REFUSED, reason);
      case Verdict.Handled _, Verdict.Deferred _ -> // A query that defers has failed before.
          new Answer.No(Cause.ERROR, query.name() + " was not answered");
    };
  }

  private void refuseFailedQuery(
      ActiveMachine machine, Delivery delivery, Resolved event, Throwable failure) {
    LOG.log(
        System.Logger.Level.WARNING,
        () -> machine + ": query " + event.shape.name() + " failed",
        failure);
    Draft draft = publisher.draft();
    consume(machine, delivery, draft);
    answerOwn(event, delivery, new Answer.No(Cause.ERROR, "the query failed: " + failure), draft);
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
    if (delivery.waitingSeq > 0) {
      mailboxes.consumed(machine, delivery.waitingSeq);
    }
    if (delivery.content instanceof Content.Answered(var callId, _)) {
      services.calls().finished(callId);
    }
    publisher.publish(draft, machine);
  }
}
