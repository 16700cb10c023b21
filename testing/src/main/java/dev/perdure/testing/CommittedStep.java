package dev.perdure.testing;

import dev.perdure.MachineRef;
import java.time.Instant;
import java.util.List;

/**
 * A step that is durable. History is the sequence of these, in the order in which they became
 * durable; attempts that failed, were lost or were never committed are not in it.
 *
 * @param number its place in history, from 1
 * @param partition where the machine lives
 * @param eventName the durable name of the event
 * @param beforeName the durable name of the state before; empty where this was the first step
 * @param before the state before: {@code initial()} where this was the first step
 * @param afterName the durable name of the state after
 * @param after the state after; of a machine that halted, its last
 * @param now the time of the step
 * @param effects what it did, in order; where it was not handled, only what has no effect, such as
 *     the removal of a key that is not there
 */
public record CommittedStep(
    long number,
    int partition,
    MachineRef<?> machine,
    Origin origin,
    String eventName,
    Object event,
    String beforeName,
    Object before,
    String afterName,
    Object after,
    Verdict verdict,
    Instant now,
    List<Effect> effects) {

  /** What the step made of its event. */
  public enum Verdict {
    HANDLED,
    HALTED,
    DEFERRED,
    IGNORED,
    REJECTED,
    /** It only read. */
    QUERIED
  }

  /** Whether the machine came into a state of another name. */
  public boolean isTransition() {
    return !beforeName.equals(afterName);
  }
}
