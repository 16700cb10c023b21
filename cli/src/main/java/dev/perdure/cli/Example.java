package dev.perdure.cli;

import dev.perdure.Part;
import dev.perdure.examples.bank.Account;
import dev.perdure.examples.bank.Broker;
import dev.perdure.examples.pool.PoolService;
import dev.perdure.examples.pool.SimulatedCloud;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The examples that can be served. */
enum Example {
  POOL("keeps pools of virtual machines at their sizes, at a provider that fails half the time") {
    @Override
    List<Part> parts(Path dir) throws IOException {
      return PoolService.parts(
          new SimulatedCloud(cloud(dir), CLOUD_SEED, SimulatedCloud.Trouble.USUAL));
    }
  },
  BANK("accounts, and transfers between them") {
    @Override
    List<Part> parts(Path dir) {
      return List.of(Account.DEFINITION, Broker.DEFINITION);
    }
  };

  private static final long CLOUD_SEED = 1;

  private final String description;

  Example(String description) {
    this.description = description;
  }

  /** What the command line calls it. */
  String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** The example of this name. */
  static Optional<Example> named(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }

  /** All there are, for people. */
  static String list() {
    return Arrays.stream(values())
        .map(each -> "  %-6s %s".formatted(each.word(), each.description))
        .collect(Collectors.joining("\n"));
  }

  /** Where the node's data is: beside it there is room for what belongs to the outside world. */
  static Path node(Path dir) {
    return dir.resolve("node");
  }

  /** Where the pool's simulated provider keeps its VMs. */
  static Path cloud(Path dir) {
    return dir.resolve("cloud");
  }

  /**
   * What a node is opened with.
   *
   * @param dir the directory of the example, for what belongs to the outside world
   */
  abstract List<Part> parts(Path dir) throws IOException;
}
