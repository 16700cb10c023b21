package dev.perdure.benchmarks.rsm;

/** For how many transactions one sync is. */
public enum Syncs {
  /** One: the original's protocol. */
  EACH,
  /** All that wait for the disk: the same protocol over a store that commits in groups. */
  SHARED;

  /** What a workload is called with these. */
  public String named(String workload) {
    return this == EACH ? workload : workload + "-shared-syncs";
  }
}
