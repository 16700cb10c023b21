package dev.perdure.kernel;

import dev.perdure.MachineRef;
import java.util.List;
import java.util.Optional;

/** Something an operator wants from one machine; answered once, after what it shows is durable. */
public record Inspection(MachineRef<?> machine, Verb verb, Receiver receiver) {

  /** Takes the result; must not block. */
  @FunctionalInterface
  public interface Receiver {
    void receive(Result result);
  }

  /** What is wanted. */
  public sealed interface Verb {
    /** Shows the machine. */
    record Show() implements Verb {}

    /** Tries the parked event again, then what waits behind it. */
    record Retry() implements Verb {}

    /**
     * Puts another event in the parked one's place, then tries it. The asker of a parked ask is
     * answered by an event with a {@link dev.perdure.ReplyTo}, whatever it holds there, and else
     * refused. A periodic timer whose firing was parked goes on.
     */
    record Replace(EventShape shape, Object event, byte[] bytes) implements Verb {}

    /**
     * Drops the parked event, refusing an ask, and goes on with what waits behind it. A periodic
     * timer whose firing was parked goes on.
     */
    record Skip() implements Verb {}

    /** Halts the machine for good; what waits is rejected, calls under way are run. */
    record Halt() implements Verb {}
  }

  /** What came of it. */
  public sealed interface Result {
    /** There is no such machine. */
    record Absent() implements Result {}

    /** The verb needs a quarantined machine, and this one is not. */
    record NotQuarantined(MachineView view) implements Result {}

    /** The event cannot take the place of the parked one. */
    record NotReplaceable(MachineView view, String event, String reason) implements Result {}

    /** The machine, after the verb. */
    record Shown(MachineView view) implements Result {}
  }

  /** What the store holds of a machine. */
  public record MachineView(
      MachineRef<?> machine,
      Status status,
      String stateName,
      byte[] state,
      long waiting,
      List<TimerView> timers,
      boolean moreTimers,
      Optional<ParkedView> parked) {}

  /** Where a machine is in its life. */
  public enum Status {
    ACTIVE,
    QUARANTINED,
    HALTED
  }

  /** A timer of a machine. */
  public record TimerView(String event, String name, long dueMillis, long periodMillis) {}

  /** Why a machine is quarantined. */
  public record ParkedView(
      String event, byte[] bytes, int attempts, long atMillis, String reason, String detail) {}
}
