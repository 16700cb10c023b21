package dev.perdure.testing;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * While simulations run, the kernel's log lines are off: thousands of handlers throw on purpose,
 * and what matters is in the trace.
 */
final class QuietKernel {
  /** Held, for a logger that nobody holds forgets its level. */
  private static final Logger LOGGER = Logger.getLogger("dev.perdure.kernel");

  private static int running;
  private static @Nullable Level before;

  private QuietKernel() {}

  static synchronized void begin() {
    if (running++ == 0) {
      before = LOGGER.getLevel();
      LOGGER.setLevel(Level.OFF);
    }
  }

  static synchronized void end() {
    if (--running == 0) {
      LOGGER.setLevel(before);
    }
  }
}
