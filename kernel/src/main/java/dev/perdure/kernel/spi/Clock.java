package dev.perdure.kernel.spi;

/** Wall-clock time. */
@FunctionalInterface
public interface Clock {
  /** Milliseconds since 1970-01-01T00:00Z; may jump, and a jump back never fires a timer early. */
  long nowMillis();
}
