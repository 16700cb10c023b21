package dev.perdure.testing.world;

import dev.perdure.testing.Faults;
import java.util.OptionalInt;

/**
 * What a world is made with.
 *
 * @param partitions how many there are; empty for a choice
 * @param stores how many there are; empty for a choice
 * @param faultyTurns in how many turns faults strike, each time that the world is driven
 * @param parking whether events may be parked; else that fails the run
 */
public record Settings(
    Faults faults, OptionalInt partitions, OptionalInt stores, int faultyTurns, boolean parking) {

  /** All faults, sizes by choice. */
  public static Settings standard() {
    return new Settings(Faults.all(), OptionalInt.empty(), OptionalInt.empty(), 400, false);
  }
}
