package dev.perdure.testing;

import dev.perdure.CallId;
import dev.perdure.MachineRef;
import java.time.Instant;
import java.util.Optional;

/** Where the event of a step came from. */
public sealed interface Origin {
  /** A client, under this request id; empty for a query. */
  record Client(String requestId) implements Origin {}

  /**
   * Another machine, or the same.
   *
   * @param step the number of its step that sent the event
   */
  record Sender(MachineRef<?> machine, long step) implements Origin {}

  /** A timer of the machine. */
  record Timer(String name, Instant due) implements Origin {}

  /**
   * The end of a call or an ask of the machine.
   *
   * @param by who answered; empty for an activity, and where nobody did in time
   */
  record Answer(CallId call, Optional<MachineRef<?>> by) implements Origin {}

  /** An operator put it in the place of a parked event. */
  record Operator() implements Origin {}
}
