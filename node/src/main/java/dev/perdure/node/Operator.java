package dev.perdure.node;

import dev.perdure.MachineRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What operators see and do. All methods may be called from any thread; futures complete on a
 * thread of the node, after what they show or did is durable.
 */
public interface Operator {

  /** A machine as the store has it; empty when there is none of this ref. */
  CompletableFuture<Optional<MachineInfo>> show(MachineRef<?> machine);

  /**
   * Machines of a type, in the order of their partitions and then keys.
   *
   * @param after the {@link Page#next} of the page before; empty for the first page
   * @param limit the most machines of a page, from 1 to 1,000
   */
  Page<MachineEntry> list(String machineType, Optional<String> after, int limit);

  /** The parked events of all quarantined machines, paged as for {@link #list}. */
  Page<ParkedEvent> parked(Optional<String> after, int limit);

  /** Tries the parked event of a quarantined machine again, then what waits behind it. */
  CompletableFuture<MachineInfo> retry(MachineRef<?> machine);

  /**
   * Puts another event of the same machine type into the parked one's place, then tries it. Whoever
   * asked by the parked event is answered by the other one: its {@link dev.perdure.ReplyTo},
   * whatever it holds, is exchanged for the asker's. An event without one has the asker refused.
   *
   * @return completes with a {@link dev.perdure.BadEventException} where the event has a ReplyTo
   *     and nobody asked, or asked for an answer of another type
   */
  CompletableFuture<MachineInfo> replace(MachineRef<?> machine, Object event);

  /** Drops the parked event, refusing an ask, and goes on with what waits behind it. */
  CompletableFuture<MachineInfo> skip(MachineRef<?> machine);

  /** Halts a machine for good; what waits is rejected. */
  CompletableFuture<MachineInfo> halt(MachineRef<?> machine);

  /** Figures of the node since it was opened. */
  NodeStatistics statistics();

  /** One page of a listing; {@code next} is empty on the last. */
  record Page<T>(List<T> items, Optional<String> next) {
    public Page {
      items = List.copyOf(items);
    }
  }

  /** Where a machine is in its life. */
  enum Status {
    ACTIVE,
    QUARANTINED,
    HALTED
  }

  /** A machine in a listing. */
  record MachineEntry(MachineRef<?> machine, Status status, String stateName, long waiting) {}

  /**
   * A machine.
   *
   * @param stateJson the state as JSON; empty for a halted machine
   * @param waiting events in the stored part of its mailbox: deferred, or behind one that failed
   */
  record MachineInfo(
      MachineRef<?> machine,
      Status status,
      String stateName,
      Optional<String> stateJson,
      long waiting,
      List<TimerInfo> timers,
      boolean moreTimers,
      Optional<ParkedEvent> parked) {}

  /** A running timer; the period is empty for a one-shot timer. */
  record TimerInfo(String event, String name, Instant due, Optional<Duration> period) {}

  /**
   * An event that could not be stepped, and why.
   *
   * @param reason one line
   * @param detail the exception with its stack trace; empty when there was none
   */
  record ParkedEvent(
      MachineRef<?> machine,
      String event,
      String eventJson,
      int attempts,
      Instant at,
      String reason,
      String detail) {}
}
