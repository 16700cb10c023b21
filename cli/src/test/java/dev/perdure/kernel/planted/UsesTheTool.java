package dev.perdure.kernel.planted;

import dev.perdure.cli.Main;

/** The kernel knows nothing of the tool. */
public final class UsesTheTool {
  private UsesTheTool() {}

  static void run() {
    Main.main(new String[0]);
  }
}
