package dev.perdure.testing;

/**
 * What is done in a simulation and what must hold: played once for each seed, on one thread, by the
 * same steps for the same seed. It may throw what tests throw; that is a failed run.
 */
@FunctionalInterface
public interface Scenario {
  /** Plays it in a fresh world. */
  void play(Simulation simulation) throws Exception;
}
