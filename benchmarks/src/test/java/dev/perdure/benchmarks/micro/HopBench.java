package dev.perdure.benchmarks.micro;

import dev.perdure.MachineRef;
import dev.perdure.ReplyTo;
import dev.perdure.benchmarks.machines.RingMember;
import dev.perdure.kernel.Partition.ClientRequest;
import dev.perdure.store.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A hop of a token in a ring of a hundred machines over eight partitions, committed in groups of
 * {@value #HOPS}: the kernel with a store in memory, one thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(HopBench.HOPS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HopBench {
  static final int HOPS = 4_096;
  private static final int PARTITIONS = 8;
  private static final int MACHINES = 100;
  private static final int TOKENS = 64;

  private final KernelRig kernel =
      new KernelRig(new MemoryStore(PARTITIONS), PARTITIONS, RingMember.DEFINITION);

  /** Puts the tokens into the ring. */
  public HopBench() {
    List<ClientRequest> joins = new ArrayList<>();
    for (int i = 0; i < MACHINES; i++) {
      MachineRef<RingMember.Event> next = member(i + 1);
      joins.add(kernel.request(member(i), (ReplyTo<Boolean> to) -> new RingMember.Join(next, to)));
    }
    kernel.complete(joins);
    for (int i = 0; i < TOKENS; i++) {
      kernel.make(List.of(kernel.sending(member(i), new RingMember.Token(0))));
    }
  }

  private static MachineRef<RingMember.Event> member(int number) {
    return RingMember.TYPE.ref(Integer.toString(number % MACHINES));
  }

  @Benchmark
  public void hop() {
    kernel.step(HOPS);
    kernel.commit();
  }
}
