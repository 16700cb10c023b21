package dev.perdure.kernel;

import dev.perdure.Outcome.Cause;
import dev.perdure.ReplyTo;
import dev.perdure.kernel.Inspection.MachineView;
import dev.perdure.kernel.Inspection.ParkedView;
import dev.perdure.kernel.Inspection.Result;
import dev.perdure.kernel.Inspection.Status;
import dev.perdure.kernel.Inspection.TimerView;
import dev.perdure.kernel.Inspection.Verb;
import dev.perdure.kernel.Stepping.Publisher;
import dev.perdure.kernel.WaitingEvent.Content;
import dev.perdure.kernel.spi.Cursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What operators see and do: machines, and the parked events of quarantined ones. */
final class Operations {
  private static final int MAX_TIMERS = 100;

  private final Uncommitted keys;
  private final Machines machines;
  private final DurableSides sides;
  private final Mailboxes mailboxes;
  private final Requests requests;
  private final Publisher publisher;

  Operations(
      Uncommitted keys,
      Machines machines,
      DurableSides sides,
      Mailboxes mailboxes,
      Requests requests,
      Publisher publisher) {
    this.keys = keys;
    this.machines = machines;
    this.sides = sides;
    this.mailboxes = mailboxes;
    this.requests = requests;
    this.publisher = publisher;
  }

  /** Performs the verb; the receiver hears of it when it is durable. */
  void perform(Inspection inspection) {
    ActiveMachine machine = machines.get(inspection.machine());
    Draft draft = publisher.draft();
    Result result;
    if (!machine.stored) {
      result = new Result.Absent();
    } else {
      result =
          switch (inspection.verb()) {
            case Verb.Show _ -> new Result.Shown(view(machine));
            case Verb.Halt _ -> {
              observe(inspection, 0);
              halt(machine, draft);
              yield new Result.Shown(view(machine));
            }
            case Verb.Retry _, Verb.Skip _, Verb.Replace _ -> onParked(machine, inspection, draft);
          };
    }
    draft.output(new Output.Show(inspection, result));
    publisher.publish(draft, machine);
  }

  private void observe(Inspection inspection, long place) {
    StepObserver observer = publisher.observer();
    if (observer != null) {
      observer.observe(new StepObserver.Operated(inspection.machine(), inspection.verb(), place));
    }
  }

  private void halt(ActiveMachine machine, Draft draft) {
    if (machine.isHalted()) {
      return;
    }
    draft.writes.delete(Keys.of(Keys.PARKED, machine.prefix));
    Tombstones.end(machine, draft);
    Mailboxes.dropRetry(machine, draft);
    if (machine.waiting > 0) {
      mailboxes.goThrough(machine, draft);
    }
  }

  private Result onParked(ActiveMachine machine, Inspection inspection, Draft draft) {
    Verb verb = inspection.verb();
    Parked parked = parked(machine);
    if (parked == null || machine.status != Status.QUARANTINED) {
      return new Result.NotQuarantined(view(machine));
    }
    WaitingEvent waiting = mailboxes.at(machine, parked.seq());
    if (waiting != null && verb instanceof Verb.Skip) {
      skip(machine, waiting, draft);
    }
    if (waiting != null && verb instanceof Verb.Replace replace) {
      try {
        replace(machine, waiting, replace, draft);
      } catch (IllegalArgumentException e) {
        return new Result.NotReplaceable(
            view(machine), replace.shape().name(), String.valueOf(e.getMessage()));
      }
    }
    observe(inspection, parked.seq());
    draft.writes.delete(Keys.of(Keys.PARKED, machine.prefix));
    machine.status = Status.ACTIVE;
    machine.failures = 0;
    machine.behaviour = null;
    draft.changed = machine;
    mailboxes.goThrough(machine, parked.seq(), draft); // What waits before it is deferred.
    return new Result.Shown(view(machine));
  }

  private void skip(ActiveMachine machine, WaitingEvent waiting, Draft draft) {
    sides.drop(machine, waiting.content(), draft);
    draft.writes.delete(Keys.waiting(machine.prefix, waiting.seq()));
    mailboxes.consumed(machine, waiting.seq());
    Asker asker = asker(machine, waiting);
    if (asker != null) {
      refuse(asker, "was skipped by an operator", draft);
    }
  }

  /**
   * @throws IllegalArgumentException if it cannot be replaced so; then nothing is done
   */
  private void replace(
      ActiveMachine machine, WaitingEvent waiting, Verb.Replace replace, Draft draft) {
    EventShape shape = replace.shape();
    Asker asker = asker(machine, waiting);
    byte[] bytes = replace.bytes();
    if (shape.hasReplyTo()) {
      bytes = shape.encode(shape.withReplyTo(replace.event(), askerOf(shape, asker)));
    } else if (asker != null) {
      refuse(asker, "was replaced by an operator with " + shape.name(), draft);
    }
    sides.drop(machine, waiting.content(), draft);
    draft.writes.put(
        Keys.waiting(machine.prefix, waiting.seq()),
        new WaitingEvent(waiting.seq(), new Content.Plain(shape.name(), bytes, "", null))
            .toBytes());
  }

  private static ReplyTo<?> askerOf(EventShape replacement, @Nullable Asker asker) {
    if (asker == null) {
      throw new IllegalArgumentException(
          "it has a ReplyTo, but nobody waits for an answer to the parked event: use one without");
    }
    if (asker.shape != null && !replacement.isAnsweredAs(asker.shape)) {
      throw new IllegalArgumentException(
          "it answers by another type than the parked %s, whose asker would not understand it"
              .formatted(asker.shape.name()));
    }
    return asker.to;
  }

  /**
   * Who asked by an event that waits.
   *
   * @param shape null when nobody knows the event's type any more
   */
  private record Asker(ReplyTo<?> to, String eventName, @Nullable EventShape shape) {}

  /** Null when nobody did, or it cannot be read who: the asker's patience ends that wait. */
  private static @Nullable Asker asker(ActiveMachine machine, WaitingEvent waiting) {
    if (!(waiting.content() instanceof Content.Plain(var name, var bytes, var requestId, _))) {
      return null;
    }
    MachineKind kind = machine.kind;
    EventShape shape = kind == null ? null : kind.event(name).orElse(null);
    if (shape != null) {
      if (!shape.hasReplyTo()) return null;
      try {
        ReplyTo<?> to = shape.replyTo(shape.decode(bytes));
        return to == null ? null : new Asker(to, name, shape);
      } catch (Throwable e) {
        Faults.passOn(e);
        // What is in it cannot be read, but it is known which request brought it.
      }
    }
    if (requestId.isEmpty()) return null;
    String address = new ReplyAddress.OfRequest(machine.ref, requestId).toText();
    return new Asker(new ReplyTo<>(address), name, shape);
  }

  private void refuse(Asker asker, String why, Draft draft) {
    requests.answer(asker.to, new Answer.No(Cause.ERROR, asker.eventName + " " + why), draft);
  }

  private @Nullable Parked parked(ActiveMachine machine) {
    byte[] stored = keys.get(Keys.of(Keys.PARKED, machine.prefix));
    return stored == null ? null : Parked.read(stored);
  }

  private MachineView view(ActiveMachine machine) {
    List<TimerView> timers = new ArrayList<>();
    boolean more = false;
    byte[] from = Keys.of(Keys.TIMER, machine.prefix);
    if (!machine.isHalted()) {
      try (Cursor cursor = keys.scan(from, Keys.endOf(from))) {
        while (cursor.next()) {
          if (timers.size() == MAX_TIMERS) {
            more = true;
            break;
          }
          ByteReader key = new ByteReader(cursor.key(), from.length);
          TimerRecord timer = TimerRecord.read(cursor.value());
          timers.add(
              new TimerView(key.keyText(), key.keyText(), timer.dueMillis(), timer.periodMillis()));
        }
      }
    }
    Parked parked = machine.status == Status.QUARANTINED ? parked(machine) : null;
    Optional<ParkedView> shown = parked == null ? Optional.empty() : Optional.of(parked.view());
    return new MachineView(
        machine.ref,
        machine.status,
        machine.stateName,
        machine.stateBytes,
        machine.waiting,
        List.copyOf(timers),
        more,
        shown);
  }
}
