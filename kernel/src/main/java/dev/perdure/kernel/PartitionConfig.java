package dev.perdure.kernel;

/**
 * The bounds of one partition.
 *
 * @param maxEventBytes the bound of one encoded event, reply or collection entry
 * @param maxStateBytes the bound of one encoded state
 * @param maxReady messages waiting in memory; past it new requests are refused and streams are read
 *     from the inbox later
 * @param maxUncommitted step records on their way to the store; past it the partition waits
 * @param maxActive machines in memory
 * @param maxTimers timers in memory
 * @param requestWindow request ids indexed in memory
 * @param requestRetentionMillis how long the answer of a request id is remembered at least
 * @param maxCalls activity calls handed out at a time
 * @param maxInFlightBytes memory for messages that wait, and for step records on their way: about,
 *     half for each; past it as past {@code maxReady} and {@code maxUncommitted}
 */
public record PartitionConfig(
    int maxEventBytes,
    int maxStateBytes,
    int maxReady,
    int maxUncommitted,
    int maxActive,
    int maxTimers,
    int requestWindow,
    long requestRetentionMillis,
    int maxCalls,
    long maxInFlightBytes) {
  private static final int MOST_READ_AHEAD = 64;

  public PartitionConfig {
    positive("maxEventBytes", maxEventBytes);
    positive("maxStateBytes", maxStateBytes);
    positive("maxReady", maxReady);
    positive("maxUncommitted", maxUncommitted);
    positive("maxActive", maxActive);
    positive("maxTimers", maxTimers);
    positive("requestWindow", requestWindow);
    positive("requestRetentionMillis", requestRetentionMillis);
    positive("maxCalls", maxCalls);
    positive("maxInFlightBytes", maxInFlightBytes);
  }

  private static void positive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be >= 1: " + value);
    }
  }

  /** Waiting events of one machine in memory; fewer while many go through their mailboxes. */
  public int maxReadAhead() {
    return Math.min(MOST_READ_AHEAD, maxReady);
  }

  /** The bytes of all messages that wait, or of all step records on their way. */
  long maxBytesOfEach() {
    return Math.max(1, maxInFlightBytes / 2);
  }

  /** 1 MiB events and states, 10,000 waiting, 16,384 uncommitted, a day of request ids. */
  public static PartitionConfig standard() {
    return new PartitionConfig(
        1 << 20, 1 << 20, 10_000, 16_384, 10_000, 10_000, 125_000, 86_400_000L, 1_000, 32L << 20);
  }
}
