package dev.perdure.benchmarks;

import dev.perdure.Part;
import dev.perdure.kernel.spi.Durability;
import dev.perdure.node.Node;
import dev.perdure.node.NodeConfig;
import java.util.List;

/**
 * Where the nodes of one run are opened: the one that is measured, and then the one that shows what
 * is durable. It holds nothing else.
 */
public interface Place {
  /** Settings of its nodes. */
  NodeConfig config();

  /** What an acknowledged step survives. */
  Durability durability();

  /** Opens a node; one at a time. */
  Node open(List<Part> parts);

  /** The data directory of the settings. */
  static Place directory(NodeConfig config) {
    return new Place() {
      @Override
      public NodeConfig config() {
        return config;
      }

      @Override
      public Durability durability() {
        return config.durability();
      }

      @Override
      public Node open(List<Part> parts) {
        return Node.open(config, parts.toArray(Part[]::new));
      }
    };
  }

  /** A store in memory that lasts as long as the place: the limit of everything but the disk. */
  static Place memory(NodeConfig config) {
    return new MemoryPlace(config);
  }
}
