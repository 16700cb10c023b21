package dev.perdure.benchmarks.measure;

import dev.perdure.kernel.spi.Durability;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Measures one stretch of a run, after a warm-up: its time, steps, latencies and what it cost.
 * Latencies may be told on any thread, the rest is used by one.
 */
public final class Meter {
  private final Duration warmUp;
  private final Duration length;
  private final Latencies latencies = new Latencies();
  private final Map<String, Double> figures = new LinkedHashMap<>();
  private final Consumer<String> progress;
  private Supplier<Usage> usage = Usage::now;
  private Usage before = Usage.NONE;
  private Usage cost = Usage.NONE;
  private long startNanos;
  private double seconds;
  private long steps;
  private volatile boolean measuring;

  /**
   * A meter for one run.
   *
   * @param warmUp how long the load runs before measuring begins
   * @param length how long is measured, where the workload does not have an end of its own
   * @param progress hears what is done, whenever something else is
   */
  public Meter(Duration warmUp, Duration length, Consumer<String> progress) {
    this.progress = progress;
    this.warmUp = warmUp;
    this.length = length;
  }

  /** A meter for something that this one is compared with. */
  public Meter another() {
    return new Meter(warmUp, length, progress);
  }

  /** How long the load runs before measuring begins. */
  public Duration warmUp() {
    return warmUp;
  }

  /** How long is measured, where the workload does not have an end of its own. */
  public Duration length() {
    return length;
  }

  /** Begins to measure a process other than this one, whose usage is read so. */
  public void begin(Supplier<Usage> ofProcess) {
    usage = ofProcess;
    begin();
  }

  /** Says what is done from now on, before or after measuring. */
  public void phase(String doing) {
    progress.accept(doing);
  }

  /** Begins to measure. Steps are to be counted after this, so that none is from before. */
  public void begin() {
    phase("measuring");
    startNanos = System.nanoTime();
    before = usage.get();
    measuring = true;
  }

  /** When it began, as of {@link System#nanoTime}. */
  public long startNanos() {
    return startNanos;
  }

  /** Something took so long; counts while it is measured. */
  public void took(long nanos) {
    if (measuring) add(nanos);
  }

  /** What was measured took so long, as is known by now. */
  public void add(long nanos) {
    latencies.add(nanos);
  }

  /** Ends measuring. Steps are to be counted before this, so that none is from after. */
  public void end(long measuredSteps) {
    measuring = false;
    cost = usage.get().since(before);
    steps = measuredSteps;
    seconds = (System.nanoTime() - startNanos) / 1e9;
  }

  /** How many steps were measured. */
  public long steps() {
    return steps;
  }

  /** How long was measured. */
  public double seconds() {
    return seconds;
  }

  /** Adds a figure that only this workload has; the name ends with its unit. */
  public void figure(String name, double value) {
    figures.put(name, value);
  }

  /** What was measured. */
  public Result result(
      String workload,
      Map<String, Long> parameters,
      Durability durability,
      int payloadBytes,
      double fdatasyncMicros,
      boolean verified) {
    return new Result(
        workload,
        parameters,
        seconds,
        steps,
        latencies.micros(0.50),
        latencies.micros(0.99),
        latencies.maxMicros(),
        durability,
        payloadBytes,
        fdatasyncMicros,
        cost,
        figures,
        verified);
  }
}
