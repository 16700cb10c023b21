package dev.perdure.node;

import dev.perdure.kernel.OldIds;
import dev.perdure.kernel.PartitionHost;
import dev.perdure.kernel.StepRecord;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands between a partition and its threads and holds them up for random moments, so that others
 * get ahead where they can: between the step record and the messages of a step, and around both.
 * Without that the threads of a small computer hardly ever meet there.
 */
final class ShakenHost implements PartitionHost {
  private static final int LONGEST_NANOS = 200_000;

  private final PartitionHost real;
  private final Runnable published;
  private final SplittableRandom random;

  private ShakenHost(PartitionHost real, Runnable published, long seed) {
    this.real = real;
    this.published = published;
    this.random = new SplittableRandom(seed);
  }

  /**
   * A host that does what it should.
   *
   * @param published told of every step record
   */
  static PartitionHost right(PartitionHost real, Runnable published, long seed) {
    return new ShakenHost(real, published, seed);
  }

  /**
   * The planted bug: messages are handed over before the record of their step is queued, which is
   * left to another thread. (Each partition's records are still queued in their order.)
   */
  static PartitionHost handingOverFirst(PartitionHost real, Runnable published, long seed) {
    ExecutorService late =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
    PartitionHost shaken = right(real, published, seed);
    return new PartitionHost() {
      @Override
      public void publish(StepRecord stepRecord) {
        late.execute(
            () -> {
              shaken.publish(stepRecord);
              ((PartitionRunner) real).wake(); // The turn that should have published it is over.
            });
      }

      @Override
      public void handOver(int target, HandOver handOver) {
        real.handOver(target, handOver);
      }

      @Override
      public void load(OldIds ids) {
        real.load(ids);
      }

      @Override
      public void goesOn() {
        real.goesOn();
      }
    };
  }

  @Override
  public void publish(StepRecord stepRecord) {
    shake();
    real.publish(stepRecord);
    published.run();
    shake();
  }

  @Override
  public void load(OldIds ids) {
    real.load(ids);
  }

  @Override
  public void handOver(int target, HandOver handOver) {
    shake();
    real.handOver(target, handOver);
  }

  @Override
  public void goesOn() {
    shake();
    real.goesOn();
  }

  @SuppressWarnings("ThreadPriorityCheck") // To give way is all that is wanted, not to order.
  private void shake() {
    switch (random.nextInt(8)) {
      case 0 -> Thread.yield();
      case 1 -> LockSupport.parkNanos(random.nextInt(1, LONGEST_NANOS));
      default -> {} // Most of the time at full speed: queues must also run empty.
    }
  }
}
