package dev.perdure.kernel;

import dev.perdure.MachineRef;

/** What leaves a step, after the step is durable. */
public sealed interface Output {

  /** An answer for somebody who waits outside. */
  record Complete(Waiter waiter, Answer answer) implements Output {}

  /** An activity call is to be run. */
  record RunCall(ActivityCall call) implements Output {}

  /** What an operator asked to see or do. */
  record Show(Inspection inspection, Inspection.Result result) implements Output {}

  /**
   * An activity call under way.
   *
   * @param idempotencyKey the same for every run of this call
   * @param mayHaveRun whether an earlier opening of the partition may have begun it
   */
  record ActivityCall(
      MachineRef<?> caller,
      String callId,
      String activity,
      byte[] request,
      String idempotencyKey,
      boolean mayHaveRun) {}
}
