package dev.perdure.benchmarks.micro;

import dev.perdure.MachineRef;
import dev.perdure.ReplyTo;
import dev.perdure.benchmarks.machines.Counter;
import dev.perdure.kernel.Partition.ClientRequest;
import dev.perdure.kernel.spi.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A partition of a thousand counters, all in memory. */
final class CounterRig {
  private static final int MACHINES = 1_000;

  private final SplittableRandom random = new SplittableRandom(1);
  private final KernelRig kernel;

  CounterRig(Store store) {
    kernel = new KernelRig(store, 1, Counter.DEFINITION);
    List<ClientRequest> first = new ArrayList<>();
    for (int i = 0; i < MACHINES; i++) {
      first.add(add(i));
    }
    kernel.complete(first);
  }

  KernelRig kernel() {
    return kernel;
  }

  private ClientRequest add(int counter) {
    return kernel.request(ref(counter), (ReplyTo<Long> to) -> new Counter.Add(1, to));
  }

  private static MachineRef<Counter.Event> ref(int counter) {
    return Counter.TYPE.ref(Integer.toString(counter));
  }

  /** Fresh requests to random counters. */
  List<ClientRequest> additions(int count) {
    List<ClientRequest> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(add(random.nextInt(MACHINES)));
    }
    return all;
  }
}
