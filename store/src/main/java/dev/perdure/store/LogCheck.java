package dev.perdure.store;

import java.nio.file.Path;

final class LogCheck {
  private LogCheck() {}

  static void check(Path databaseDir, Mark required) {}
}
