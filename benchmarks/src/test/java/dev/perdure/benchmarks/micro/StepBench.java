package dev.perdure.benchmarks.micro;

import dev.perdure.kernel.Partition.ClientRequest;
import dev.perdure.store.MemoryStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the partition does for one step of a counter, from the request that came in to the record
 * that waits to be committed: the request id is looked up, the handler runs, state and answer are
 * encoded. A store in memory, one thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(StepBench.STEPS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StepBench {
  static final int STEPS = 512;

  private final CounterRig counters = new CounterRig(new MemoryStore(1));
  private List<ClientRequest> requests = List.of();

  /** Requests that nobody has seen. */
  @Setup(Level.Invocation)
  public void makeRequests() {
    requests = counters.additions(STEPS);
  }

  @Benchmark
  public void step() {
    counters.kernel().make(requests);
    counters.kernel().step(STEPS);
  }

  /** Outside of what is measured. */
  @TearDown(Level.Invocation)
  public void commit() {
    counters.kernel().commit();
  }
}
