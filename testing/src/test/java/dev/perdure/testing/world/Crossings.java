package dev.perdure.testing.world;

import java.util.Arrays;
import java.util.List;

/** The kinds of crossings, for tests of other packages. */
public final class Crossings {
  private Crossings() {}

  /** As they are told where a node dies. */
  public static List<String> all() {
    return Arrays.stream(Crossing.values()).map(Crossing::toString).toList();
  }
}
