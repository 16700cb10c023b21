package dev.perdure.testing;

import dev.perdure.MachineRef;
import dev.perdure.Part;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Hears what happens in a run, in the order in which it happens. Called on the thread of the run;
 * what it throws fails the run.
 */
public interface RunListener {
  /** The simulation was opened with these, or had been when this began to listen. */
  default void opened(List<Part> parts) {}

  /** A client brought a request for the first time. */
  default void requested(Request request) {}

  /** A client heard the answer to a request. */
  default void answered(Request request, Reply reply) {}

  /** A step became durable. */
  default void committed(CommittedStep step) {}

  /**
   * An event was parked, durably.
   *
   * @param event empty when it cannot be read, or lies elsewhere
   */
  default void parked(
      MachineRef<?> machine, String eventName, Optional<Object> event, String reason) {}

  /** An operator released a machine from quarantine, or halted it. */
  default void released(MachineRef<?> machine) {}

  /**
   * A fault struck, of those that are seen from outside; {@link RunResult#struck(Fault)} counts
   * all.
   */
  default void struck(Fault fault, String where) {}

  /** From here on no fault strikes, and what follows is fair, until {@link #calmEnds()}. */
  default void calm() {}

  /** After a calm the world is driven again, and faults may strike. */
  default void calmEnds() {}

  /** Nothing is left to do: no message is on its way, no request is unanswered. */
  default void atRest() {}

  /**
   * The run has ended, well or not. Called once, last of all; what it throws is not how the run
   * ended, and goes to whoever plays it.
   */
  default void ended(RunResult result) {}

  /**
   * A request of a client; when it is answered it is the same object as when it was made.
   *
   * @param id its request id; empty for a query
   */
  record Request(String client, String id, MachineRef<?> to, Object event, Instant at) {}

  /** What a client heard. */
  sealed interface Reply {
    /** The event is durable. */
    record Accepted() implements Reply {}

    /** A value. */
    record Value(Object value) implements Reply {}

    /** A no, or that nobody knows. */
    record Failure(RuntimeException failure) implements Reply {}
  }
}
