package dev.perdure.testing.world;

import dev.perdure.kernel.Inspection.Status;
import dev.perdure.kernel.MachineKind;
import dev.perdure.kernel.StoredKeys;
import dev.perdure.kernel.StoredMachines;
import dev.perdure.kernel.StoredMachines.Entry;
import dev.perdure.kernel.StoredMachines.Found;
import dev.perdure.testing.Violation;
import dev.perdure.testing.check.MachineModel;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * When nothing is left to do: the stores hold the machines that history says, no more and no less
 * (G1, G5), and nothing lies in between (G2).
 */
final class AtRest {
  private static final char[] MUST_BE_EMPTY = {
    StoredKeys.INBOX, StoredKeys.OUTBOX, StoredKeys.MARKS
  };

  private static final int MOST = 1_000_000;

  private final World world;
  private final List<Disk> disks;

  AtRest(World world, List<Disk> disks) {
    this.world = world;
    this.disks = disks;
  }

  void check() {
    Set<Object> stored = new LinkedHashSet<>();
    for (Incarnation owner : world.owners()) {
      if (owner == null) {
        throw new Violation("G5: at rest, and a store has no owner");
      }
      for (Seat seat : owner.seats()) {
        checkSpaces(owner, seat.id);
        checkReady(seat);
        checkMachines(owner, seat.id, stored);
        checkRequests(disks.get(owner.store), seat.id);
      }
    }
    for (MachineModel machine : world.checks().machines()) {
      boolean known = machine.isStored();
      if (known && !stored.contains(machine.ref())) {
        throw new Violation("G5: %s is lost".formatted(machine.ref()));
      }
    }
  }

  /** Whether some store has messages that one partition sent to another. */
  boolean hasMessages(int source, int target) {
    return disks.get(world.storeOf(target)).count(target, StoredKeys.INBOX) > 0
        || disks.get(world.storeOf(source)).count(source, StoredKeys.OUTBOX) > 0;
  }

  private void checkSpaces(Incarnation owner, int partition) {
    for (char space : MUST_BE_EMPTY) {
      int left = disks.get(owner.store).count(partition, space);
      if (left > 0) {
        throw new Violation(
            "%s: at rest, partition %d has %d keys in space %s"
                .formatted(space == StoredKeys.MARKS ? "G5" : "G2", partition, left, space));
      }
    }
    Disk disk = disks.get(owner.store);
    int calls = disk.count(partition, StoredKeys.ASKS) + disk.count(partition, StoredKeys.CALLS);
    int timers = disk.count(partition, StoredKeys.TIMERS);
    for (MachineModel machine : world.checks().machines()) {
      if (world.placements().partitionOf(machine.ref()) == partition) {
        calls -= machine.calls();
        timers -= machine.runningTimers();
      }
    }
    if (calls > 0) {
      throw new Violation(
          "G5: at rest, partition %d has %d calls that nobody waits for"
              .formatted(partition, calls));
    }
    if (timers > 0) {
      throw new Violation(
          "G6: at rest, partition %d has %d timers that nobody started"
              .formatted(partition, timers));
    }
  }

  private void checkRequests(Disk disk, int partition) {
    List<Integer> buckets =
        disk.keys(partition, StoredKeys.BUCKETS).stream().map(ByteBuffer::getInt).toList();
    List<Long> segments =
        disk.keys(partition, StoredKeys.ANSWERS).stream().map(ByteBuffer::getLong).toList();
    world.checks().retention(partition).atRest(partition, buckets, segments);
  }

  private static void checkReady(Seat seat) {
    if (seat.partition().inMemory().ready() > 0) {
      throw new Violation("G5: at rest, and messages are ready: " + seat.partition().inMemory());
    }
  }

  private void checkMachines(Incarnation owner, int partition, Set<Object> stored) {
    for (MachineKind kind : world.program().kinds()) {
      for (Found<Entry> found :
          StoredMachines.ofType(owner.store(), partition, kind.name(), Optional.empty(), MOST)) {
        Entry entry = found.entry();
        stored.add(entry.machine());
        MachineModel model = world.committed(entry.machine());
        if (model == null) {
          throw new Violation("G5: %s is stored, and nothing made it".formatted(entry.machine()));
        }
        checkMachine(owner, partition, entry, model);
      }
    }
  }

  private static void checkMachine(
      Incarnation owner, int partition, Entry entry, MachineModel model) {
    boolean same =
        entry.status() == model.status()
            && entry.stateName().equals(model.stateName())
            && model.mayWait(entry.waiting())
            && Arrays.equals(
                StoredMachines.stateOf(owner.store(), partition, entry.machine())
                    .orElse(new byte[0]),
                model.stateBytes());
    if (!same) {
      throw new Violation(
          "G1, G5: %s is stored as %s, and %s was committed"
              .formatted(entry.machine(), entry, model));
    }
    if (entry.status() == Status.HALTED && entry.waiting() > 0) {
      throw new Violation("G2: %s is halted, and events wait".formatted(entry.machine()));
    }
  }
}
