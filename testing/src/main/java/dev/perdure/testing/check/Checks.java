package dev.perdure.testing.check;

import dev.perdure.CallId;
import dev.perdure.MachineRef;
import dev.perdure.kernel.Answer;
import dev.perdure.kernel.Inspection.Status;
import dev.perdure.kernel.Program;
import dev.perdure.kernel.RecordView;
import dev.perdure.kernel.StepObserver;
import dev.perdure.kernel.StepObserver.Operated;
import dev.perdure.kernel.StepObserver.Parked;
import dev.perdure.kernel.StepObserver.SetAside;
import dev.perdure.kernel.StepObserver.Stepped;
import dev.perdure.kernel.StepObserver.Verdict;
import dev.perdure.kernel.spi.Batch;
import dev.perdure.kernel.spi.Epoch;
import dev.perdure.kernel.spi.Transport.Frame;
import dev.perdure.testing.CommittedStep;
import dev.perdure.testing.Effect;
import dev.perdure.testing.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * All checkers over the committed records of one run, and the history that they amount to. Used by
 * the run's thread alone.
 */
public final class Checks {
  private final Program program;
  private final Map<MachineRef<?>, MachineModel> machines = new LinkedHashMap<>();
  private final Streams streams = new Streams();
  private final Epochs epochs = new Epochs();
  private final Calls calls = new Calls();
  private final Asked asked = new Asked();
  private final Map<Integer, Retention> retentions = new LinkedHashMap<>();
  private final long retentionMillis;
  private long steps;

  /**
   * @param retentionMillis for how long requests are remembered
   */
  public Checks(Program program, long retentionMillis) {
    this.program = program;
    this.retentionMillis = retentionMillis;
  }

  /** What a partition remembers of requests. */
  public Retention retention(int partition) {
    return retentions.computeIfAbsent(partition, _ -> new Retention(retentionMillis));
  }

  /** The machines that the committed records speak of. */
  public Collection<MachineModel> machines() {
    return machines.values();
  }

  /** What the committed records say of a machine, or null when they do not. */
  public @Nullable MachineModel machine(MachineRef<?> ref) {
    return machines.get(ref);
  }

  /** How many steps are committed. */
  public long steps() {
    return steps;
  }

  // ---- what the seams saw --------------------------------------------------------------------

  /** A partition has a new owner. */
  public void acquired(int partition, Epoch epoch) {
    epochs.acquired(partition, epoch);
  }

  /** A group is applied. */
  public void applied(List<Batch> group) {
    epochs.committed(group);
  }

  /** All records of a group that is applied became durable. */
  public void dropped(List<Batch> group) {
    group.forEach(streams::dropped);
  }

  /** What somebody finds in a store. */
  public void found(int partition, long batchNo) {
    epochs.found(partition, batchNo);
  }

  /** A run of messages goes to another store. */
  public void left(Frame frame) {
    streams.left(frame.source(), frame.target(), frame.firstSeq() + frame.events().size() - 1);
  }

  /** A stream from another store is acknowledged. */
  public void acknowledged(int source, int target, long seq) {
    streams.acknowledged(source, target, seq);
  }

  /** An activity call is handed out. */
  public void released(String callId, MachineRef<?> caller) {
    calls.released(callId, caller);
  }

  /**
   * Somebody outside hears an answer.
   *
   * @param zombie whether it is heard from one that was overtaken
   */
  public void heard(String requestId, Answer answer, @Nullable Published with, boolean zombie) {
    asked.heard(requestId, answer, with, zombie);
  }

  // ---- what became durable -------------------------------------------------------------------

  /**
   * A record became durable; records come in the order of the commit.
   *
   * @param highestClockMillis the latest time that any clock has shown
   * @return the steps that it made history
   */
  public List<CommittedStep> committed(Published published, long highestClockMillis) {
    published.commit();
    RecordView view = published.view();
    Streams.Message message = streams.consumed(view);
    asked.remembered(view);
    retention(view.partition()).committed(published);
    List<CommittedStep> made = new ArrayList<>(1);
    boolean found = message == null || !message.isEvent();
    @Nullable Stepped last = null;
    List<Effect> effects = List.of();
    for (Observed observed : published.observed()) {
      switch (observed.what()) {
        case Stepped step -> {
          found |= isOf(step.machine(), step.shape().name(), observed.eventBytes(), message, step);
          made.add(stepped(view, step, observed, message, highestClockMillis));
          last = step;
          effects = observed.effects();
        }
        case SetAside aside -> {
          found |= isOf(aside, message);
          setAside(aside, last, message);
        }
        case Parked parked -> Mailbox.parked(machineOf(parked.machine()), parked);
        case Operated operated -> Mailbox.operated(machineOf(operated.machine()), operated);
      }
    }
    boolean acted =
        last != null && (last.verdict() == Verdict.HANDLED || last.verdict() == Verdict.HALTED);
    Sends.check(view, acted ? effects : List.of(), last == null ? "nobody" : last.machine());
    streams.sent(view, last == null ? null : last.machine(), steps);
    checkFound(found, message);
    return made;
  }

  /** An event is consumed by its step, by its place in the mailbox, or by a machine that ended. */
  private void checkFound(boolean found, Streams.@Nullable Message message) {
    if (!found && message != null) {
      MachineModel receiver = machines.get(message.sent().to());
      Guarantee.holds(
          receiver != null && receiver.status == Status.HALTED,
          "G2: %s for %s was consumed and neither stepped nor kept",
          message.sent().eventName(),
          message.sent().to());
    }
  }

  private static boolean isOf(
      MachineRef<?> machine,
      String eventName,
      byte[] bytes,
      Streams.@Nullable Message message,
      Stepped step) {
    if (message == null || step.origin().seq() != message.sent().seq() || !message.isEvent()) {
      return false;
    }
    RecordView.Sent sent = message.sent();
    Guarantee.holds(
        sent.to().equals(machine)
            && sent.eventName().equals(eventName)
            && java.util.Arrays.equals(sent.bytes(), bytes),
        "G2: %s of %s was sent to %s, and %s steps %s",
        sent.eventName(),
        message.sender(),
        sent.to(),
        machine,
        step.event());
    return true;
  }

  private static boolean isOf(SetAside aside, Streams.@Nullable Message message) {
    if (message == null || aside.origin().seq() != message.sent().seq() || !message.isEvent()) {
      return false;
    }
    RecordView.Sent sent = message.sent();
    Guarantee.holds(
        sent.to().equals(aside.machine())
            && sent.eventName().equals(aside.eventName())
            && java.util.Arrays.equals(sent.bytes(), aside.bytes()),
        "G2: %s of %s was sent to %s, and %s waits for %s",
        sent.eventName(),
        message.sender(),
        sent.to(),
        aside.eventName(),
        aside.machine());
    return true;
  }

  private MachineModel machineOf(MachineRef<?> ref) {
    return machines.computeIfAbsent(ref, MachineModel::new);
  }

  private CommittedStep stepped(
      RecordView view,
      Stepped step,
      Observed observed,
      Streams.@Nullable Message message,
      long highestClockMillis) {
    MachineModel machine = machineOf(step.machine());
    steps++;
    boolean fresh =
        step.origin().place() == 0 && step.origin().kind() == StepObserver.Kind.REQUESTED;
    if (fresh && !step.origin().id().isEmpty()) {
      asked.taken(step.origin().id());
    }
    Origin waited = Mailbox.stepped(machine, step, observed.eventBytes());
    Timers.stepped(machine, program.kindOf(step.machine()), step, observed, highestClockMillis);
    calls.stepped(machine, step, observed.effects());
    Object before = step.before().value();
    States.stepped(machine, step);
    return new CommittedStep(
        steps,
        view.partition(),
        step.machine(),
        waited == null ? origin(step.origin(), message) : waited,
        step.shape().name(),
        step.event(),
        step.before().name(),
        before,
        step.after().name(),
        step.after().value(),
        CommittedStep.Verdict.valueOf(step.verdict().name()),
        observed.now(),
        observed.effects());
  }

  private void setAside(SetAside aside, @Nullable Stepped last, Streams.@Nullable Message message) {
    MachineModel machine = machineOf(aside.machine());
    boolean deferred =
        last != null
            && last.verdict() == Verdict.DEFERRED
            && last.machine().equals(aside.machine())
            && last.origin().place() == 0;
    if (aside.origin().kind() == StepObserver.Kind.REQUESTED && !deferred) {
      asked.taken(aside.origin().id());
    }
    Mailbox.setAside(machine, aside, deferred, origin(aside.origin(), message));
  }

  private static Origin origin(StepObserver.Origin origin, Streams.@Nullable Message message) {
    return switch (origin.kind()) {
      case REQUESTED -> new Origin.Client(origin.id());
      case SENT -> message == null ? new Origin.Operator() : message.origin();
      case FIRED -> new Origin.Timer(origin.id(), Instant.ofEpochMilli(origin.dueMillis()));
      case ANSWERED ->
          new Origin.Answer(
              new CallId(origin.id()),
              message == null ? Optional.empty() : Optional.ofNullable(message.sender()));
    };
  }

  /**
   * Nothing is left to do at this time.
   *
   * @param clockMillis what the clock of each owner shows at least
   */
  public void idle(long clockMillis) {
    machines.values().forEach(machine -> Timers.idle(machine, clockMillis));
  }

  /**
   * Nothing is left to do: nothing may be left over.
   *
   * @param stored whether the store has messages that one partition sent to another
   */
  public void atRest(BiPredicate<Integer, Integer> stored) {
    streams.atRest(stored);
    for (MachineModel machine : machines.values()) {
      Timers.atRest(machine);
      Calls.atRest(machine);
    }
    calls.atRest();
  }
}
