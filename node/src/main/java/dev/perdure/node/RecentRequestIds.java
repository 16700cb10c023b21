package dev.perdure.node;

import dev.perdure.MachineRef;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The request ids that came in lately, each with its machine: one id for two machines is a mistake
 * of the caller. Machines of one partition notice it durably; for the others this is the way, as
 * far as memory goes. A newer id may take an older one's place; what is found is exact.
 */
final class RecentRequestIds {
  /** A power of two: about 5 MB when full. */
  private static final int PLACES = 1 << 16;

  private final AtomicReferenceArray<Use> uses = new AtomicReferenceArray<>(PLACES);

  private record Use(String id, MachineRef<?> machine) {}

  /** Notes the use of an id; returns whether it was lately used for another machine. */
  boolean isForAnother(String id, MachineRef<?> machine) {
    int hash = id.hashCode() * 0x9E3779B9;
    int place = hash >>> (Integer.SIZE - 16);
    Use before = uses.getAcquire(place);
    if (before != null && before.id.equals(id)) {
      return !before.machine.equals(machine);
    }
    uses.setRelease(place, new Use(id, machine));
    return false;
  }
}
