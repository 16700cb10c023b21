package dev.perdure.benchmarks;

import dev.perdure.benchmarks.measure.BareAppend;
import dev.perdure.benchmarks.measure.Meter;
import dev.perdure.benchmarks.measure.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * How to run a workload: with the limit of the disk measured before and after.
 *
 * @param warmUp how long the load runs before measuring begins
 * @param length how long is measured, where the workload does not have an end of its own
 * @param bareAppends how many bare appends are measured, each time
 * @param progress hears what is done, whenever something else is
 */
public record Trial(Duration warmUp, Duration length, int bareAppends, Consumer<String> progress) {
  /** Enough bare appends for a median. */
  public static final int BARE_APPENDS = 1_000;

  private static final int BARE_BYTES = 400;

  /**
   * Runs a workload once.
   *
   * @param place holds nothing; removing what is left there is the caller's
   */
  public Result run(Workload workload, Place place) throws IOException, InterruptedException {
    Meter meter = new Meter(warmUp, length, progress);
    Path disk = besides(place.config().dir());
    meter.phase("the limit of the disk");
    double before = BareAppend.micros(disk, BARE_BYTES, bareAppends);
    boolean verified = workload.run(place, meter);
    meter.phase("the limit of the disk again");
    double after = BareAppend.micros(disk, BARE_BYTES, bareAppends);
    return meter.result(
        workload.name(),
        workload.parameters(),
        place.durability(),
        workload.payloadBytes(),
        (before + after) / 2,
        verified);
  }

  /** The folder beside a data directory: on the same disk, and not in the directory itself. */
  private static Path besides(Path dataDir) {
    Path parent = dataDir.toAbsolutePath().getParent();
    return parent == null ? dataDir : parent;
  }
}
