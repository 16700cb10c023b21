package dev.perdure.testing;

/** Simulators of the {@link Tally}, for tests in other packages. */
public final class TallyRuns {
  private TallyRuns() {}

  public static Simulator forgetful() {
    return Simulator.of(Tally.scenario(Tally.FORGETFUL));
  }

  public static Simulator right() {
    return Simulator.of(Tally.scenario(Tally.RIGHT));
  }
}
