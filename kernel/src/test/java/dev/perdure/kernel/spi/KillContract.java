package dev.perdure.kernel.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What {@code kill -9} leaves: whole groups, without a hole, every one that was acknowledged and at
 * most one more. A store of {@link Durability#MEMORY} may leave fewer, for it promises nothing; but
 * then too no part of a group.
 */
public interface KillContract extends StoreUnderTest {
  /** The size of the history's values. */
  int VALUE_BYTES = 300;

  @Test
  default void aKilledProcessLeavesWholeGroupsAndEveryAcknowledgedOne() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    long epoch = -1;
    for (int round = 0; round < 4; round++) {
      long acknowledged = commitUntilKilled(1 + random.nextInt(600));
      assertThat(acknowledged).isPositive();
      try (Store store = openAfterKill()) {
        boolean kept = store.durability() != Durability.MEMORY;
        long found = CommitHistory.check(store, VALUE_BYTES, kept ? acknowledged : 0);
        assertThat(found).as("seed " + seed).isLessThanOrEqualTo(acknowledged + 1);
        long raised = store.acquire(0).value();
        assertThat(raised).isGreaterThan(kept ? epoch : 0);
        epoch = raised;
        new CommitHistory(store, VALUE_BYTES).commit(3);
        CommitHistory.check(store, VALUE_BYTES, found + 3);
      }
    }
  }
}
