package dev.perdure.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * G9 at size: what waits, waits in the store. Each claim is made by a process with a heap of 64 MB,
 * which a small part of what there is would fill, and with windows of some thousands in memory; one
 * {@code OutOfMemoryError} ends it. Between its phases it closes the node and opens it again, so
 * that openings are within the bounds too.
 *
 * <p>In each build the sizes are modest. {@code -Dsize.full=true} makes them millions, and shows
 * too that each bound is needed; {@code -Dsize.waiting}, {@code -Dsize.timers}, {@code
 * -Dsize.idle}, {@code -Dsize.parked} and {@code -Dsize.requests} set others.
 */
final class SizeIT {
  private static final String FULL = "size.full";
  private static final long WAITING = size("waiting", 200_000, 1_000_000);
  private static final long TIMERS = size("timers", 200_000, 1_000_000);
  private static final long IDLE = size("idle", 100_000, 10_000_000);
  private static final long PARKED = size("parked", 10_000, 100_000);
  private static final long REQUESTS = size("requests", 100_000, 1_000_000);

  /** Heap, block cache, memtables, and the JVM and the code themselves. */
  private static final long MOST_MIB_OF_PROCESS = 512;

  private static final String UNBOUNDED = "=100000000";

  @TempDir Path dir;

  private static long size(String name, long modest, long full) {
    return Long.getLong("size." + name, Boolean.getBoolean(FULL) ? full : modest);
  }

  @Test
  void aMachineStepsAllItsWaitingEventsInOrder() throws Exception {
    assertThat(found("waiting", WAITING))
        .contains(
            entry("waiting", WAITING),
            entry("in-order", WAITING),
            entry("wrong", 0L),
            entry("left", 0L));
  }

  @Test
  void allTimersFireOnceAndNoneEarly() throws Exception {
    assertThat(found("timers", TIMERS))
        .contains(
            entry("set", TIMERS),
            entry("fired-before", 0L),
            entry("fired", TIMERS),
            entry("wrong", 0L));
  }

  @Test
  void idleMachinesAreFoundAgainAndCostNothing() throws Exception {
    Map<String, Long> found = found("idle", IDLE);
    assertThat(found)
        .contains(entry("visited", 20_000L), entry("wrong", 0L), entry("turns-while-idle", 0L));
    assertThat(found.get("turns")).isPositive();
    // With those whose last step is not committed yet.
    assertThat(found.get("active-after-filling"))
        .isLessThanOrEqualTo(SizeMain.ACTIVE_MACHINES + SizeMain.UNCOMMITTED_STEPS);
    assertThat(found.get("active")).isLessThanOrEqualTo(SizeMain.ACTIVE_MACHINES);
  }

  @Test
  void machinesFailWaitAreParkedAndReleased() throws Exception {
    assertThat(found("parked", PARKED))
        .contains(
            entry("tried-once", PARKED),
            entry("tried", 2 * PARKED),
            entry("parked", PARKED),
            entry("right", PARKED),
            entry("still-parked", 0L));
  }

  @Test
  void allRequestIdsAreRememberedWithTheirAnswers() throws Exception {
    assertThat(found("requests", REQUESTS))
        .contains(entry("repeated", 20_000L), entry("wrong", 0L), entry("steps", REQUESTS));
  }

  private Map<String, Long> found(String task, long count) throws Exception {
    SizeProcess process = SizeProcess.run(dir, task, count);
    assertThat(process.exit()).as(process.tail()).isZero();
    assertThat(process.found().getOrDefault("process-mib", 0L)).isLessThan(MOST_MIB_OF_PROCESS);
    return process.found();
  }

  // ---- the same, with a bound taken away -----------------------------------------------------

  @Test
  @EnabledIfSystemProperty(named = FULL, matches = "true")
  void keepingAllMachinesInMemoryIsCaught() throws Exception {
    assertCaught("idle", "active-machines" + UNBOUNDED);
  }

  @Test
  @EnabledIfSystemProperty(named = FULL, matches = "true")
  void keepingAllTimersInMemoryIsCaught() throws Exception {
    assertCaught("timers", "timers-in-memory" + UNBOUNDED);
  }

  @Test
  @EnabledIfSystemProperty(named = FULL, matches = "true")
  void keepingAllRequestIdsInMemoryIsCaught() throws Exception {
    assertCaught("requests", "request-window" + UNBOUNDED);
  }

  @Test
  @EnabledIfSystemProperty(named = FULL, matches = "true")
  void steppingAheadOfCommitsWithoutABoundOfBytesIsCaught() throws Exception {
    assertCaught("timers", "in-flight-bytes=1073741824");
  }

  private void assertCaught(String task, String setting) throws Exception {
    SizeProcess process = SizeProcess.run(dir, task, 1_000_000, setting);
    assertThat(process.exit()).as(process.tail()).isEqualTo(SizeProcess.OUT_OF_MEMORY);
  }
}
