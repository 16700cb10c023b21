package dev.perdure.testing.explore;

import dev.perdure.testing.RunResult;

/** Hears of an exploration, on any of its threads, one call at a time. */
public interface ExplorationListener {
  /** How far it is; about once a second. */
  default void progress(Played soFar) {}

  /** A run failed. */
  default void failed(RunResult run) {}
}
