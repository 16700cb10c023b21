package dev.perdure.node;

import dev.perdure.Part;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class RocksNodeTest extends NodeVerbs {
  @TempDir private Path dir;

  @Override
  Node open(Part... parts) {
    NodeConfig config =
        NodeConfig.at(dir.resolve("data"))
            .partitions(3)
            .blockCacheBytes(8 << 20)
            .memtableBytes(64 << 20)
            .maxLogBytes(64 << 20);
    return Node.open(config, parts);
  }
}
