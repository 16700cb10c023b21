package dev.perdure.testing;

/** Scenarios of the {@link Tally}, for tests in other packages. */
public final class TallyRuns {
  private TallyRuns() {}

  public static Scenario scenario(boolean right) {
    return Tally.scenario(right ? Tally.RIGHT : Tally.FORGETFUL);
  }

  public static Simulator forgetful() {
    return Simulator.of(scenario(false));
  }

  public static Simulator right() {
    return Simulator.of(scenario(true));
  }
}
