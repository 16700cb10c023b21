package dev.perdure.kernel.planted;

import picocli.CommandLine;

/** The kernel has no library. */
public final class UsesALibrary {
  private UsesALibrary() {}

  static String version() {
    return CommandLine.VERSION;
  }
}
