package dev.perdure.kernel.planted;

import picocli.CommandLine;

/** The kernel has no library. */
public final class UsesALibrary {
  private UsesALibrary() {}

  static void parse(Object command) {
    new CommandLine(command).parseArgs();
  }
}
