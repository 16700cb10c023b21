package dev.perdure.testing;

import dev.perdure.testing.programs.Callers;
import dev.perdure.testing.programs.Counters;
import dev.perdure.testing.programs.Family;
import dev.perdure.testing.programs.Picky;
import dev.perdure.testing.programs.Ring;
import dev.perdure.testing.programs.Timed;
import dev.perdure.testing.programs.Transfers;

/** The programs that the kernel is tried with, by name. */
public enum Programs {
  COUNTERS(new Counters()),
  RING(new Ring()),
  CALLERS(new Callers()),
  TIMED(new Timed()),
  TRANSFERS(new Transfers()),
  FAMILY(new Family()),
  PICKY(new Picky());

  @SuppressWarnings("ImmutableEnumChecker") // Scenarios keep nothing.
  private final Scenario scenario;

  Programs(Scenario scenario) {
    this.scenario = scenario;
  }

  /** What is played. */
  public Scenario scenario() {
    return scenario;
  }
}
