package dev.perdure.kernel;

/** What a partition has counted since it was opened; changed by the partition alone. */
final class Counters {
  long turns;
  long steps;
  long deferred;
  long ignored;
  long rejected;
  long lateAnswers;
  long staleFirings;
  long failedAttempts;
  long parked;
  long activations;

  PartitionStatistics snapshot(
      int partition, int ready, int active, long recordNo, long committedRecordNo) {
    return new PartitionStatistics(
        partition,
        turns,
        steps,
        deferred,
        ignored,
        rejected,
        lateAnswers,
        staleFirings,
        failedAttempts,
        parked,
        activations,
        ready,
        active,
        recordNo - committedRecordNo);
  }
}
