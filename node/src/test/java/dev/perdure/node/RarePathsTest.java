package dev.perdure.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.kernel.spi.RarePath;
import dev.perdure.kernel.spi.RarePaths;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What the kernel offers to a simulator is not taken in production. */
final class RarePathsTest {
  @Test
  void aNodeLeavesRarePathsAndObserversToSimulators() {
    assertThat(Arrays.stream(PartitionRunner.class.getDeclaredMethods()).map(Method::getName))
        .contains("publish")
        .doesNotContain("rarePaths", "observer");
  }

  @Test
  void whatIsGivenWhereNobodySaysAnythingTakesNone() {
    for (RarePath path : RarePath.values()) {
      assertThat(RarePaths.NEVER.takes(path)).as("%s", path).isFalse();
    }
  }
}
