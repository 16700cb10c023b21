package dev.perdure.kernel.spi;

/** What a completed commit survives. */
public enum Durability {
  /** Power loss: nothing leaves before the data is synced to the device. */
  SYNC,
  /** The death of the process, not of the operating system: writes are not synced. */
  OS,
  /** Nothing: for tests. */
  MEMORY
}
