package dev.perdure.testing.report;

import dev.perdure.testing.CommittedStep;
import dev.perdure.testing.Fault;
import dev.perdure.testing.RunListener;
import java.time.Instant;

/** Something in a run that people who look for a failure want to know. */
sealed interface Moment {
  /** When, in the time of the world. */
  Instant at();

  /** A client brought a request. */
  record Requested(Instant at, RunListener.Request request) implements Moment {}

  /** A client heard an answer. */
  record Answered(Instant at, RunListener.Request request, RunListener.Reply reply)
      implements Moment {}

  /** A step became durable. */
  record Stepped(Instant at, CommittedStep step) implements Moment {}

  /** A fault struck. */
  record Struck(Instant at, Fault fault, String where) implements Moment {}

  /** An event was parked. */
  record Parked(Instant at, String machine, String event, String reason) implements Moment {}

  /** Faults are over, or all is at rest. */
  record Came(Instant at, String what) implements Moment {}
}
