package dev.perdure.kernel;

import dev.perdure.MachineRef;

/**
 * Remembers, beyond the end of a partition, at which events the process itself seemed to fail. One
 * that asks for more memory than there can be fails alike after each opening; it must not keep all
 * others from being stepped. Asked by partitions in their turns: by several threads at once.
 */
public interface Culprits {
  /** Never holds an event to be the cause. */
  Culprits NONE = (machine, event) -> false;

  /**
   * The process seemed to fail while an event was stepped.
   *
   * @param event tells it from others of its machine, and is the same after the next opening
   * @return whether that was so too often to be chance: then the event is parked, and the partition
   *     goes on; else the partition fails
   */
  boolean convicts(MachineRef<?> machine, String event);
}
