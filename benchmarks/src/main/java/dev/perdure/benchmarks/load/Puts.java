package dev.perdure.benchmarks.load;

import dev.perdure.Client;
import dev.perdure.MachineRef;
import dev.perdure.RequestId;
import dev.perdure.benchmarks.machines.Register;
import dev.perdure.node.Node;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** The entries of one register, as far as they were acknowledged: for each key its last put. */
public final class Puts {
  private static final int IN_A_STEP = 1_000;

  private final MachineRef<Register.Event> register;
  private final AtomicLongArray last;
  private final LongAdder puts = new LongAdder();

  public Puts(MachineRef<Register.Event> register, int entries) {
    this.register = register;
    last = new AtomicLongArray(entries);
  }

  /** Makes an entry for each key. */
  public void fill(Node node) {
    for (int from = 0; from < last.length(); from += IN_A_STEP) {
      int first = from;
      int below = Math.min(from + IN_A_STEP, last.length());
      node.client()
          .ask(
              RequestId.unique(),
              register,
              Integer.class,
              to -> new Register.Fill(first, below, to))
          .join();
    }
  }

  /** A client that puts under a random key. */
  public ClosedLoop.Requester<Long> requester(Client client, long seed) {
    return new ClosedLoop.Requester<>() {
      private final SplittableRandom random = new SplittableRandom(seed);
      private int key;

      @Override
      public CompletableFuture<Long> ask() {
        key = random.nextInt(last.length());
        RequestId id = RequestId.of(Long.toString(random.nextLong(), 36));
        return client.ask(id, register, Long.class, to -> new Register.Put(key, to));
      }

      @Override
      public void answered(Long put) {
        puts.increment();
        last.accumulateAndGet(key, put, Math::max);
      }
    };
  }

  /** Whether the register has exactly these. */
  public boolean areExactly(Node node) {
    Register.Sum expected = new Register.Sum(puts.sum(), 0, 0);
    for (int key = 0; key < last.length(); key++) {
      expected = expected.plus(key, last.get(key));
    }
    return node.client()
        .query(register, Register.Sum.class, Register.ReadSum::new)
        .join()
        .equals(expected);
  }
}
