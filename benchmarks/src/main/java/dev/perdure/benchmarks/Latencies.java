package dev.perdure.benchmarks;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts durations in buckets that grow by an eighth of a power of two: at most 6 % off. Adding may
 * happen on any thread.
 */
public final class Latencies {
  private static final int STEPS = 8;
  private final AtomicLongArray buckets = new AtomicLongArray(64 * STEPS);

  /** Adds one duration. */
  public void add(long nanos) {
    buckets.getAndIncrement(bucket(Math.max(1, nanos)));
  }

  private static int bucket(long nanos) {
    int power = 63 - Long.numberOfLeadingZeros(nanos);
    long within = power >= 3 ? (nanos >>> (power - 3)) & (STEPS - 1) : 0;
    return power * STEPS + (int) within;
  }

  /** The duration that a share of all are not above, in microseconds; 0 when there is none. */
  public double micros(double share) {
    long total = count();
    long below = (long) Math.ceil(total * share);
    long seen = 0;
    for (int i = 0; i < buckets.length(); i++) {
      seen += buckets.get(i);
      if (seen >= below && seen > 0) {
        int power = i / STEPS;
        double low = Math.scalb(1 + (double) (i % STEPS) / STEPS, power);
        double high = Math.scalb(1 + (double) (i % STEPS + 1) / STEPS, power);
        return (low + high) / 2 / 1_000;
      }
    }
    return 0;
  }

  /** How many were added. */
  public long count() {
    long total = 0;
    for (int i = 0; i < buckets.length(); i++) {
      total += buckets.get(i);
    }
    return total;
  }
}
