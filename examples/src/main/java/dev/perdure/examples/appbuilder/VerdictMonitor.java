package dev.perdure.examples.appbuilder;

import dev.perdure.testing.CommittedStep;
import dev.perdure.testing.Effect;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.Violation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Watches the service: no number is given to two transfers, what the board says of a transfer never
 * changes once that is decided, and its users have seen nothing else.
 */
final class VerdictMonitor {
  private final Set<Long> given = new HashSet<>();
  private final Map<Long, TransferStatus> decided = new HashMap<>();

  private VerdictMonitor() {}

  /** Watches a run from its beginning on. */
  static void watch(Simulation simulation) {
    simulation.watch(new VerdictMonitor()::committed);
  }

  private void committed(CommittedStep step) {
    switch (step.after()) {
      case AppBuilder.State _ -> step.effects().forEach(this::answered);
      case StatusBoard.State _ -> step.effects().forEach(this::written);
      case UserMock.State people when people.report().wrong() > 0 ->
          throw new Violation("people: they saw something wrong, %s".formatted(people));
      default -> {}
    }
  }

  private void answered(Effect effect) {
    if (effect instanceof Effect.Replied(_, Long number) && !given.add(number)) {
      throw new Violation("number: %d was given twice".formatted(number));
    }
  }

  private void written(Effect effect) {
    if (effect instanceof Effect.MapPut(_, Long transfer, TransferStatus status)) {
      TransferStatus before = decided.get(transfer);
      if (before != null && before != status) {
        throw new Violation(
            "verdict: transfer %d was %s, and is %s".formatted(transfer, before, status));
      }
      if (status.isFinal()) {
        decided.put(transfer, status);
      }
    }
  }
}
