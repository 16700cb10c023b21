package dev.perdure.testing.check;

import dev.perdure.kernel.StepObserver.Stepped;
import dev.perdure.kernel.StepObserver.Verdict;
import java.util.HashSet;
import java.util.Set;

/**
 * The events in the stored mailbox that one behaviour has deferred since its machine came to the
 * class of state that it is in: none of them is offered to it again there. Another behaviour, after
 * a rehydration, may be offered them once more; nobody remembers what the one before it deferred.
 *
 * <p>It sees steps before they are durable. That does no harm: where a record is lost, so is the
 * behaviour.
 */
public final class Deferrals {
  private final Set<Long> places = new HashSet<>();

  /** A step of the behaviour stands. */
  public void stepped(Stepped step) {
    stepped(
        step.machine() + " " + step.event(),
        step.origin().place(),
        step.verdict() == Verdict.DEFERRED,
        step.before().value().getClass() != step.after().value().getClass());
  }

  /**
   * @param place in the stored mailbox; 0 for an event that did not wait there
   */
  void stepped(String what, long place, boolean deferred, boolean moved) {
    Guarantee.holds(
        place == 0 || !places.contains(place),
        "defer: offered again in the same class of state: %s, at place %d",
        what,
        place);
    if (moved) {
      places.clear();
    }
    if (deferred && place != 0) {
      places.add(place);
    }
  }
}
