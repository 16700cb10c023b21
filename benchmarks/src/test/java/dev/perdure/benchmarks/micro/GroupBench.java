package dev.perdure.benchmarks.micro;

import dev.perdure.benchmarks.stores.WatchedStore;
import dev.perdure.kernel.spi.CommitOutcome;
import dev.perdure.store.MemoryStore;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the commit stream does for a group of steps of counters but for the store: folds them into
 * one batch, and releases the answers. The store does nothing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class GroupBench {
  private final CounterRig counters =
      new CounterRig(new WatchedStore(new MemoryStore(1), _ -> new CommitOutcome.Committed()));

  /** Steps in a group. */
  @Param({"1", "64", "512"})
  public int steps;

  /** The steps of the next group. */
  @Setup(Level.Invocation)
  public void stepThem() {
    counters.kernel().make(counters.additions(steps));
    counters.kernel().step(steps);
  }

  @Benchmark
  public void foldAndRelease() {
    counters.kernel().commit();
  }
}
