package dev.perdure.benchmarks.process;

import dev.perdure.kernel.spi.Durability;
import dev.perdure.node.NodeConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Settings of a node on the command line of a {@link ChildProcess}. */
public final class NodeArguments {
  private static final int COUNT = 3;

  private NodeArguments() {}

  /** The directory, the partitions and the durability of a node, and then others. */
  public static List<String> of(NodeConfig config, Object... others) {
    List<String> arguments = new ArrayList<>();
    arguments.add(config.dir().toString());
    arguments.add(String.valueOf(config.partitions()));
    arguments.add(config.durability().name());
    for (Object other : others) {
      arguments.add(other.toString());
    }
    return arguments;
  }

  /** The settings; what was not told is as it is by default. */
  public static NodeConfig config(String[] arguments) {
    return NodeConfig.at(Path.of(arguments[0]))
        .partitions(Integer.parseInt(arguments[1]))
        .durability(Durability.valueOf(arguments[2]));
  }

  /** One of the others, from 0. */
  public static String other(String[] arguments, int index) {
    return arguments[COUNT + index];
  }
}
