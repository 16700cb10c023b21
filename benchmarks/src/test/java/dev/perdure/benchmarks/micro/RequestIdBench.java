package dev.perdure.benchmarks.micro;

import dev.perdure.kernel.Partition.ClientRequest;
import dev.perdure.store.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
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
 * The memory of request ids: what a fresh request costs before it is stepped, and what one costs
 * that comes again and gets the answer that is remembered.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(RequestIdBench.REQUESTS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RequestIdBench {
  static final int REQUESTS = 512;
  private static final int KNOWN = 100 * REQUESTS;

  /** Requests that nobody has seen, and as many ids remembered as come within the retention. */
  @State(Scope.Thread)
  public static class Fresh {
    private final CounterRig counters = new CounterRig(new MemoryStore(1));
    private List<ClientRequest> requests = List.of();

    /** Other ones each time. */
    @Setup(Level.Invocation)
    public void makeRequests() {
      requests = counters.additions(REQUESTS);
    }

    /** Steps them, outside of what is measured. */
    @TearDown(Level.Invocation)
    public void stepAndCommit() {
      counters.kernel().stepRest();
      counters.kernel().commit();
    }
  }

  /** Requests that were all answered. */
  @State(Scope.Thread)
  public static class Repeated {
    private final SplittableRandom random = new SplittableRandom(2);
    private final CounterRig counters = new CounterRig(new MemoryStore(1));
    private final List<ClientRequest> known = new ArrayList<>();
    private List<ClientRequest> requests = List.of();

    /** Makes them once. */
    public Repeated() {
      while (known.size() < KNOWN) {
        List<ClientRequest> some = counters.additions(REQUESTS);
        counters.kernel().complete(some);
        known.addAll(some);
      }
    }

    /** Some of them. */
    @Setup(Level.Invocation)
    public void choose() {
      requests = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        requests.add(known.get(random.nextInt(KNOWN)));
      }
    }

    /** Lets the answers go, outside of what is measured. */
    @TearDown(Level.Invocation)
    public void release() {
      counters.kernel().commit();
      counters.kernel().stepRest(); // It hears how far all is committed.
    }
  }

  @Benchmark
  public void fresh(Fresh state) {
    state.counters.kernel().make(state.requests);
  }

  @Benchmark
  public void repeated(Repeated state) {
    state.counters.kernel().make(state.requests);
  }
}
