package dev.perdure.kernel;

import dev.perdure.Outcome.Cause;
import dev.perdure.kernel.Inspection.MachineView;
import dev.perdure.kernel.Inspection.ParkedView;
import dev.perdure.kernel.Inspection.Result;
import dev.perdure.kernel.Inspection.Status;
import dev.perdure.kernel.Inspection.TimerView;
import dev.perdure.kernel.Inspection.Verb;
import dev.perdure.kernel.Stepping.Publisher;
import dev.perdure.kernel.WaitingEvent.Content;
import dev.perdure.kernel.spi.Codec.CodecException;
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
  private final Mailboxes mailboxes;
  private final Requests requests;
  private final Publisher publisher;

  Operations(
      Uncommitted keys,
      Machines machines,
      Mailboxes mailboxes,
      Requests requests,
      Publisher publisher) {
    this.keys = keys;
    this.machines = machines;
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
              halt(machine, draft);
              yield new Result.Shown(view(machine));
            }
            case Verb.Retry _, Verb.Skip _, Verb.Replace _ -> {
              Parked parked = parked(machine);
              if (parked == null || machine.status != Status.QUARANTINED) {
                yield new Result.NotQuarantined(view(machine));
              }
              release(machine, parked, inspection.verb(), draft);
              yield new Result.Shown(view(machine));
            }
          };
    }
    draft.outputs.add(new Output.Show(inspection, result));
    publisher.publish(draft, machine);
  }

  private void halt(ActiveMachine machine, Draft draft) {
    if (machine.isHalted()) {
      return;
    }
    draft.writes.delete(Keys.of(Keys.PARKED, machine.prefix));
    Stepping.halt(machine, draft);
    if (machine.retryAtMillis > 0) {
      draft.removeDue(Keys.due(machine.retryAtMillis, machine.prefix, TimerId.RETRY));
      machine.retryAtMillis = 0;
    }
    if (machine.waiting > 0) {
      mailboxes.goThrough(machine, draft);
    }
  }

  private void release(ActiveMachine machine, Parked parked, Verb verb, Draft draft) {
    WaitingEvent waiting = mailboxes.at(machine, parked.seq());
    if (waiting != null && verb instanceof Verb.Skip) {
      skip(machine, waiting, draft);
    }
    if (waiting != null && verb instanceof Verb.Replace(var shape, _, var bytes)) {
      dropDurableSide(machine, waiting, draft);
      var replacement = new Content.Plain(shape.name(), bytes, "", null);
      draft.writes.put(
          Keys.waiting(machine.prefix, parked.seq()),
          new WaitingEvent(parked.seq(), replacement).toBytes());
    }
    draft.writes.delete(Keys.of(Keys.PARKED, machine.prefix));
    machine.status = Status.ACTIVE;
    machine.failures = 0;
    machine.behaviour = null;
    draft.changed = machine;
    mailboxes.goThrough(machine, draft);
  }

  private void skip(ActiveMachine machine, WaitingEvent waiting, Draft draft) {
    dropDurableSide(machine, waiting, draft);
    draft.writes.delete(Keys.waiting(machine.prefix, waiting.seq()));
    mailboxes.consumed(machine, waiting.seq());
    MachineKind kind = machine.kind;
    if (kind != null && waiting.content() instanceof Content.Plain(var name, var bytes, _, _)) {
      EventShape shape = kind.event(name).orElse(null);
      if (shape != null && shape.hasReplyTo()) {
        refuse(shape, bytes, draft);
      }
    }
  }

  private void refuse(EventShape shape, byte[] bytes, Draft draft) {
    try {
      var to = shape.replyTo(shape.decode(bytes));
      if (to != null) {
        var no = new Answer.No(Cause.ERROR, shape.name() + " was skipped by an operator");
        requests.answer(to, no, draft);
      }
    } catch (CodecException e) {
      // Whom to answer cannot be read; the asker's patience ends the wait.
    }
  }

  /** The timer or call whose event goes is over. */
  private static void dropDurableSide(ActiveMachine machine, WaitingEvent waiting, Draft draft) {
    switch (waiting.content()) {
      case Content.Plain _ -> {}
      case Content.Firing(var timer, _) -> draft.stopTimer(machine.prefix, timer);
      case Content.Answered(var callId, _) ->
          draft.writes.delete(Keys.call(Keys.ASK, machine.prefix, callId));
    }
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
