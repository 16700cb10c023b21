package dev.perdure.testing;

import dev.perdure.testing.programs.Callers;
import dev.perdure.testing.programs.Counters;
import dev.perdure.testing.programs.Family;
import dev.perdure.testing.programs.Picky;
import dev.perdure.testing.programs.Program;
import dev.perdure.testing.programs.Ring;
import dev.perdure.testing.programs.Timed;
import dev.perdure.testing.programs.Transfers;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** The programs that the kernel is tried with, by name. */
public enum Programs {
  COUNTERS(Counters::new),
  RING(Ring::new),
  CALLERS(Callers::new),
  TIMED(Timed::new),
  TRANSFERS(Transfers::new),
  FAMILY(Family::new),
  PICKY(Picky::new);

  @SuppressWarnings("ImmutableEnumChecker") // A constructor reference.
  private final Supplier<Program> program;

  Programs(Supplier<Program> program) {
    this.program = program;
  }

  /** Plays it alone. */
  public Scenario scenario() {
    return Program.together(List.of(program));
  }

  /** Plays all of them at once. */
  static Scenario together() {
    return Program.together(Arrays.stream(values()).map(one -> one.program).toList());
  }
}
