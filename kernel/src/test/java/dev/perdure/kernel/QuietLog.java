package dev.perdure.kernel;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps the warnings of handlers that throw on purpose, thousands of them, out of the output. */
final class QuietLog {
  private final Logger logger = Logger.getLogger("dev.perdure.kernel");
  private @Nullable Level before;

  void begin() {
    before = logger.getLevel();
    logger.setLevel(Level.OFF);
  }

  void end() {
    logger.setLevel(before);
  }
}
