package dev.perdure.testing.world;

import dev.perdure.kernel.StepObserver.SetAside;
import dev.perdure.kernel.StoredKeys;
import dev.perdure.testing.Violation;
import dev.perdure.testing.check.Checks;
import dev.perdure.testing.check.MachineModel;
import dev.perdure.testing.check.Observed;
import dev.perdure.testing.check.Published;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks for what a group leaves waiting where a crash would leave it: events in the store (G2), and
 * the mark that somebody goes on with them (G5). It looks at machines that the group is about, and
 * only where something waits.
 */
final class StoredMailboxes {
  private final Checks checks;

  StoredMailboxes(Checks checks) {
    this.checks = checks;
  }

  /** A group is applied, and its records are history. */
  void check(Disk disk, List<Published> records) {
    for (Published published : records) {
      int partition = published.view().partition();
      for (Observed observed : published.observed()) {
        MachineModel machine = checks.machine(observed.what().machine());
        if (machine != null && machine.isWaitedFor()) {
          check(disk, partition, machine, observed.what() instanceof SetAside it ? it : null);
        }
      }
    }
  }

  private static void check(
      Disk disk, int partition, MachineModel machine, @Nullable SetAside aside) {
    if (aside != null
        && machine.keeps(aside.place())
        && disk.get(partition, StoredKeys.waiting(machine.ref(), aside.place())) == null) {
      throw new Violation(
          "G2: %s waits for %s at place %d, and the store does not have it"
              .formatted(aside.eventName(), machine.ref(), aside.place()));
    }
    if (machine.mustGoOn() && disk.get(partition, StoredKeys.mark(machine.ref())) == null) {
      throw new Violation(
          "G5: events wait for %s, and after a crash nobody would go on with them"
              .formatted(machine.ref()));
    }
  }
}
