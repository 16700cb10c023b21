package dev.perdure.kernel.spi;

/** Chance. */
@FunctionalInterface
public interface Entropy {
  /** 64 random bits. */
  long nextLong();
}
