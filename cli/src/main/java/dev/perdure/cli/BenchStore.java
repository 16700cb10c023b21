package dev.perdure.cli;

import dev.perdure.benchmarks.Place;
import dev.perdure.node.NodeConfig;
import picocli.CommandLine.Option;

/** Which store a workload on a node of this process is run on. */
final class BenchStore {
  /** For workloads that have no choice. */
  static final BenchStore ON_DISK = new BenchStore();

  @Option(
      names = "--memory",
      description = "On a store in memory instead: the limit of everything but the disk.")
  boolean memory;

  Place place(NodeConfig config) {
    return memory ? Place.memory(config) : Place.directory(config);
  }
}
