package dev.perdure.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.Activity;
import dev.perdure.Part;
import dev.perdure.kernel.spi.Clock;
import dev.perdure.node.RunningNode.Surroundings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RocksNodeTest extends NodeVerbs {
  @TempDir private Path dir;

  private NodeConfig config() {
    return NodeConfig.at(dir.resolve("data"))
        .partitions(3)
        .blockCacheBytes(8 << 20)
        .memtableBytes(64 << 20)
        .maxLogBytes(64 << 20);
  }

  @Override
  Node open(Part... parts) {
    return Node.open(config(), parts);
  }

  @Override
  Node openAt(Clock clock, Part... parts) {
    return RunningNode.open(config(), List.of(parts), Surroundings.real().clock(clock));
  }

  /** With two activities of one name. */
  private void openWrongly() {
    var activity = Activity.of("a", String.class, String.class, Activity.Policy.standard());
    assertThatThrownBy(() -> open(activity.with((q, _) -> q), activity.with((q, _) -> q)))
        .hasMessageContaining("given twice");
  }

  @Test
  void aWrongProgramMakesNoStore() {
    openWrongly();
    assertThat(config().dir()).doesNotExist();
  }

  @Test
  void aWrongProgramLeavesTheStoreToOthers() {
    open().close();
    openWrongly();
    open().close();
  }
}
