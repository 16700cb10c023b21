package dev.perdure.kernel;

import dev.perdure.MachineRef;

/** Maps machines to partitions by a stable hash of the placement's tag, or else of the key. */
public record Placements(int partitions) {
  public Placements {
    if (partitions < 1) {
      throw new IllegalArgumentException("there must be at least 1 partition: " + partitions);
    }
  }

  /** The partition where a machine lives. */
  public int partitionOf(MachineRef<?> ref) {
    String by = ref.placed() ? ref.placement().tag() : ref.key();
    return (int) Math.floorMod(Hashes.of(by), (long) partitions);
  }
}
