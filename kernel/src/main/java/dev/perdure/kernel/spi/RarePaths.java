package dev.perdure.kernel.spi;

/**
 * Whether to take paths that are seldom taken: how the kernel offers them to a simulator. In
 * production it is {@link #NEVER}.
 */
@FunctionalInterface
public interface RarePaths {
  /** None is taken. */
  RarePaths NEVER = _ -> false;

  /** Whether to take this path, this time. */
  boolean takes(RarePath path);
}
