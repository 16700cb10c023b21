package dev.perdure.testing.world;

import dev.perdure.kernel.Partition;
import dev.perdure.kernel.Partition.InMemory;
import dev.perdure.kernel.PartitionConfig;
import dev.perdure.kernel.RecordView;
import dev.perdure.testing.Violation;

/**
 * G9: what one partition has in memory is within its bounds. It looks at figures that the partition
 * keeps anyway, each time that it has worked or something came in.
 *
 * <p>Machines and request ids leave memory when the next ones come, some at a time, and only when
 * they are durable; for a while there may be more of them than the bound. What must hold is that
 * they do not grow past it from one <em>quiet</em> moment to the next. Quiet is a partition that
 * has nothing to step and knows that all it did is durable.
 */
final class MemoryBounds {
  /** So many machines are passivated with each that is activated. */
  private static final int PASSIVATED_EACH = 8;

  /** So many request ids leave at least with each that comes, when nobody has answered them. */
  private static final int AGED_EACH = 16;

  private final int partition;
  private final PartitionConfig config;

  /** The last record that was published, and how many request ids came since it was quiet. */
  private long recordNo;

  private long remembered;

  /** Whether it was quiet since the opening, and how much there was then at last. */
  private boolean known;

  private int active;
  private int requestIds;
  private long activations;

  MemoryBounds(int partition, PartitionConfig config) {
    this.partition = partition;
    this.config = config;
  }

  void published(RecordView published) {
    recordNo = published.recordNo();
    remembered += published.remembered().size();
  }

  /** Something came in: it never makes a partition more than full. */
  void entered(int readyBefore, int ready) {
    holds(ready <= Math.max(readyBefore, config.maxReady()), "messages ready", ready);
  }

  /**
   * It has worked.
   *
   * @param told up to which record it knows to be durable
   * @param loading whether request ids are on their way to the store
   */
  void worked(Partition worker, long told, boolean loading) {
    InMemory now = worker.inMemory();
    holds(now.timers() <= config.maxTimers(), "timers", now.timers());
    holds(now.readAhead() <= config.maxReadAhead(), "waiting events of a machine", now.readAhead());
    if (recordNo <= told && now.going() == 0 && now.ready() == 0 && !loading) {
      quiet(now, worker.statistics().activations());
    }
  }

  private void quiet(InMemory now, long activatedSince) {
    if (known) {
      grown(now, activatedSince - activations);
    }
    known = true;
    active = now.active();
    requestIds = now.requestIds();
    activations = activatedSince;
    remembered = 0;
  }

  private void grown(InMemory now, long activated) {
    // The first that came found all others durable.
    long machines = activated == 0 ? active : active - PASSIVATED_EACH + activated;
    long most = Math.max(machines, config.maxActive() + Math.max(0, activated - 1));
    holds(now.active() <= most, "machines", now.active());
    // All that were too many are in the store by then, and only wait for others to come.
    long tooMany = Math.max(0, requestIds - config.requestWindow());
    long ids = requestIds + remembered - Math.min(AGED_EACH * remembered, tooMany);
    holds(
        now.requestIds() <= Math.max(ids, config.requestWindow()), "request ids", now.requestIds());
  }

  private void holds(boolean condition, String what, long number) {
    if (!condition) {
      throw new Violation(
          "G9: partition %d has %d %s in memory; bounds: %s"
              .formatted(partition, number, what, config));
    }
  }
}
