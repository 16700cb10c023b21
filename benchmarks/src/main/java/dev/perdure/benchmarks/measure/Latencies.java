package dev.perdure.benchmarks.measure;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts durations in buckets that grow by a 64th of a power of two: at most 0.8 % off. Adding may
 * happen on any thread.
 */
public final class Latencies {
  private static final int BITS = 6;
  private static final int STEPS = 1 << BITS;
  private final AtomicLongArray buckets = new AtomicLongArray(64 * STEPS);
  private final AtomicLong max = new AtomicLong();

  /** Adds one duration. */
  public void add(long nanos) {
    buckets.getAndIncrement(bucket(Math.max(1, nanos)));
    if (nanos > max.get()) max.accumulateAndGet(nanos, Math::max);
  }

  private static int bucket(long nanos) {
    int power = 63 - Long.numberOfLeadingZeros(nanos);
    // Below 2^BITS the buckets are single nanoseconds, and some stay empty.
    long scaled = power >= BITS ? nanos >>> (power - BITS) : nanos << (BITS - power);
    return power * STEPS + (int) (scaled & (STEPS - 1));
  }

  /** The duration that a share of all are not above, in microseconds; 0 when there is none. */
  public double micros(double share) {
    long below = (long) Math.ceil(count() * share);
    long seen = 0;
    for (int i = 0; i < buckets.length(); i++) {
      seen += buckets.get(i);
      if (seen >= below && seen > 0) {
        double middle = 1 + (i % STEPS + 0.5) / STEPS;
        return Math.min(Math.scalb(middle, i / STEPS) / 1_000, maxMicros());
      }
    }
    return 0;
  }

  /** The longest, exactly, in microseconds; 0 when there is none. */
  public double maxMicros() {
    return max.get() / 1e3;
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
