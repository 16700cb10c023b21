package dev.perdure.testing.world;

/** An incarnation dies: what it was doing stops in the middle. */
final class Crash extends Error {
  private static final long serialVersionUID = 1L;

  Crash(String why) {
    super(why, null, false, false);
  }
}
