package dev.perdure.kernel.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.kernel.spi.CommitOutcome.Committed;
import dev.perdure.kernel.spi.CommitOutcome.Fenced;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Everything together, against a model. */
public interface ModelContract extends StoreUnderTest {
  /** The seed names the run: a failure repeats with {@code new Random(seed)}. */
  @Test
  default void randomCommitsAgreeWithAModel() {
    for (long seed : new long[] {1, 2, 3, System.nanoTime()}) {
      try (Store store = create()) {
        runAgainstModel(store, seed, 150);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  /** Commits random groups and compares. */
  private static void runAgainstModel(Store store, long seed, int groups) {
    StoreModel model = new StoreModel(PARTITIONS);
    Random random = new Random(seed);
    for (int partition = 0; partition < PARTITIONS; partition++) {
      model.epochs[partition] = store.acquire(partition);
    }
    for (int n = 0; n < groups; n++) {
      if (random.nextInt(10) == 0) {
        int partition = random.nextInt(PARTITIONS);
        model.epochs[partition] = store.acquire(partition);
      }
      List<Batch> group = model.randomGroup(random);
      if (random.nextInt(10) == 0) {
        assertThat(store.commit(StoreModel.stale(group, random))).isInstanceOf(Fenced.class);
      }
      assertThat(store.commit(group)).isInstanceOf(Committed.class);
      model.apply(group);
      model.compareRandomRange(store, random);
    }
    model.compareAll(store);
  }
}
