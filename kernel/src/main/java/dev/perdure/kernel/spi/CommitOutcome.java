package dev.perdure.kernel.spi;

/** What became of a commit. */
public sealed interface CommitOutcome {
  /** It is durable. */
  record Committed() implements CommitOutcome {}

  /** Nothing was written: another owner holds {@code partition} under {@code current}. */
  record Fenced(int partition, Epoch current) implements CommitOutcome {}

  /**
   * It may have been written or not, now or at the next opening (connection lost, failed sync, disk
   * full). The heads tell, read again under the epoch.
   *
   * @param reason what failed, for people
   */
  record Unknown(String reason, Throwable cause) implements CommitOutcome {}
}
