package dev.perdure.kernel.spi;

/** One ownership of a partition; a later owner has a greater one. */
public record Epoch(long value) {
  public Epoch {
    if (value < 0) {
      throw new IllegalArgumentException("epoch must be >= 0: " + value);
    }
  }
}
