package dev.perdure.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;

/**
 * Shows how far something is: on a terminal one line that is written over, elsewhere a line now and
 * then. Used by one thread.
 */
final class Progress {
  private static final long QUIET_NANOS = Duration.ofSeconds(5).toNanos();
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean terminal;
  private boolean lineOpen;
  private long saidNanos = System.nanoTime() - QUIET_NANOS;

  Progress(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** For whatever standard output is. */
  @SuppressWarnings("SystemConsoleNull") // It is null again where there is no terminal, since 25.
  static Progress to(PrintWriter out) {
    Console console = System.console();
    return new Progress(out, console != null && console.isTerminal());
  }

  /** How things stand; may be passed over when nobody would miss it. */
  void show(String state) {
    if (terminal) {
      out.print(CLEAR_LINE + state);
      out.flush();
      lineOpen = true;
    } else if (System.nanoTime() - saidNanos >= QUIET_NANOS) {
      say(state);
    }
  }

  /** Something to keep. */
  void say(String line) {
    if (lineOpen) out.print(CLEAR_LINE);
    lineOpen = false;
    out.println(line);
    out.flush();
    saidNanos = System.nanoTime();
  }
}
