package dev.perdure.testing;

/** A kind of fault, with the chance that it has where nothing else is said. */
public enum Fault {
  // ---- nodes
  /** A node dies at a crossing of a seam, in the middle of what it does, and is opened again. */
  CRASH(0.004),
  /** With a node dies its machine: what was not synced may be gone. */
  POWER_LOSS(0.6),
  /** What was not synced is there in part. */
  TORN_WRITE(0.6),
  /** A store is taken over while its owner lives on as a zombie. */
  TAKEOVER(0.004),
  /** Who brings something brings it to a zombie. */
  STALE_ROUTE(0.2),

  // ---- disks
  /** A commit does not reach the store, and nobody knows. */
  LOST_COMMIT(0.01),
  /** A commit is durable, and its answer is lost. */
  LOST_OUTCOME(0.01),
  /** A sync fails: what was written may be there at the next opening, or not. */
  FAILED_SYNC(0.02),
  /** A disk is full for some seconds. */
  DISK_FULL(0.003),
  /** A read fails, and the node that read gives up. */
  FAILED_READ(0.002),
  /** Request ids that leave memory take their time on their way to the store. */
  SLOW_LOAD(0.3),

  // ---- messages
  /** A hand-over between two partitions of one node is lost. */
  LOST_HAND_OVER(0.04),
  /** A hand-over overtakes those before it. */
  EARLY_HAND_OVER(0.04),
  /** A message between two stores is lost. */
  LOST_MESSAGE(0.1),
  /** A message between two stores comes again. */
  REPEATED_MESSAGE(0.1),
  /** A message between two stores takes its time. */
  DELAYED_MESSAGE(0.1),
  /** A message between two stores overtakes others. */
  REORDERED_MESSAGE(0.2),
  /** Two stores do not reach each other for some time. */
  NETWORK_PARTITION(0.004),

  // ---- clocks
  /** A node's clock jumps, forward or back. */
  CLOCK_JUMP(0.003),
  /** The clock of a node that is opened is off. */
  CLOCK_SKEW(0.3),
  /** Time passes though there is something to do. */
  SLOWNESS(0.05),

  // ---- clients
  /** A client brings a request again, under the same request id. */
  REPEATED_REQUEST(0.04),
  /** A client gives up waiting, and comes back for the answer later. */
  ABANDONED_REQUEST(0.03),

  // ---- machines and activities
  /** A machine is passivated. */
  PASSIVATION(0.1),
  /** The plain fields of a behaviour are gone. */
  LOST_FIELDS(0.1),
  /** A state or event is read from its bytes, though it was in memory. */
  READ_BACK(0.3),
  /** The kernel goes a way that is always right and seldom gone: see {@code RarePath}. */
  LONG_WAY(0.05),
  /** A handler throws. Never so often that the event is parked for it. */
  HANDLER_EXCEPTION(0.03),
  /** An attempt of an activity throws, before its work or after. Never the last one. */
  FAILED_ACTIVITY(0.1),
  /** An activity is over its time, with its work done or not. */
  LATE_ACTIVITY(0.03),
  /** An activity that has ended runs once more, under the same key. */
  REPEATED_ACTIVITY(0.1),

  // ---- schedule and bounds
  /** At a crossing of a seam something else runs in between. */
  INTERRUPTION(0.15),
  /** A group is committed before it holds all that it could. */
  SMALL_GROUP(0.1),
  /** A partition works on before it hears of a commit. */
  LATE_NEWS(0.1),
  /** A bound of the partitions is as small as it can be; requests are remembered for minutes. */
  SMALL_BOUND(0.3);

  private final double rate;

  Fault(double rate) {
    this.rate = rate;
  }

  /** Its chance, 0 to 1, each time that it could strike. */
  double standardRate() {
    return rate;
  }
}
