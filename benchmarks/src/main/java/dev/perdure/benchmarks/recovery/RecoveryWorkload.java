package dev.perdure.benchmarks.recovery;

import dev.perdure.benchmarks.CounterWorkload;
import dev.perdure.benchmarks.Place;
import dev.perdure.benchmarks.Workload;
import dev.perdure.benchmarks.load.InFlight;
import dev.perdure.benchmarks.machines.Counter;
import dev.perdure.benchmarks.measure.Meter;
import dev.perdure.benchmarks.measure.Usage;
import dev.perdure.benchmarks.process.ChildProcess;
import dev.perdure.benchmarks.process.NodeArguments;
import dev.perdure.node.Node;
import dev.perdure.node.NodeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How soon a node serves after {@code kill -9} under load: a process makes counters, adds to random
 * ones until so much is written, and is killed while it does; another one opens its directory. The
 * time begins with the start of that process, so that of its JVM is part of it.
 *
 * <p>Of the settings the directory, the partitions and the durability are those of the processes.
 */
public record RecoveryWorkload(int machines, int mib) implements Workload {
  /** How many counters there are unless said otherwise. */
  public static final int MACHINES = 1_000_000;

  /** How many MiB are written before the end unless said otherwise. */
  public static final int WRITTEN_MIB = 1_024;

  private static final int MIB = 1 << 20;

  /** Checks the bounds. */
  public RecoveryWorkload {
    if (machines < 1) throw new IllegalArgumentException("machines must be >= 1: " + machines);
    if (mib < 1) throw new IllegalArgumentException("MiB must be >= 1: " + mib);
  }

  @Override
  public String name() {
    return "recovery";
  }

  @Override
  public Map<String, Long> parameters() {
    Map<String, Long> parameters = new LinkedHashMap<>();
    parameters.put("machines", (long) machines);
    parameters.put("written_mib", (long) mib);
    return parameters;
  }

  @Override
  public int payloadBytes() {
    return Counter.STATE_BYTES;
  }

  @Override
  public boolean run(Place place, Meter meter) throws IOException, InterruptedException {
    NodeConfig config = place.config();
    Path file = Path.of(config.dir() + ".ledger");
    try {
      Ledger ledger = Ledger.open(file, machines);
      kill(config, file, meter);
      recover(config, meter);
      meter.phase("verifying");
      try (Node node = place.open(CounterWorkload.countersAndFeeders())) {
        return isExact(node, ledger);
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private void kill(NodeConfig config, Path ledger, Meter meter) throws IOException {
    meter.phase("making %,d machines".formatted(machines));
    try (ChildProcess victim =
        ChildProcess.start(
            Victim.class, NodeArguments.of(config, ledger, machines, (long) mib * MIB))) {
      victim.await(Victim.MADE);
      meter.phase("writing %,d MiB".formatted(mib));
      victim.await(Victim.WRITTEN);
      victim.kill();
    }
  }

  private static void recover(NodeConfig config, Meter meter)
      throws IOException, InterruptedException {
    AtomicReference<Usage> usage = new AtomicReference<>(Usage.NONE);
    meter.begin(usage::get);
    try (ChildProcess heir = ChildProcess.start(Heir.class, NodeArguments.of(config))) {
      double openingMicros = Double.parseDouble(heir.await(Heir.FIRST));
      meter.figure("first_step_ms", millisSince(meter.startNanos()));
      meter.figure("first_step_without_jvm_ms", openingMicros / 1_000);
      usage.set(Usage.ofLine(heir.await(Heir.ALL)));
      meter.figure("all_partitions_ms", millisSince(meter.startNanos()));
      meter.end(config.partitions() + 1);
      heir.end();
    }
  }

  private static double millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e6;
  }

  private static boolean isExact(Node node, Ledger ledger) throws InterruptedException {
    AtomicBoolean exact = new AtomicBoolean(true);
    InFlight.forAll(
        0,
        ledger.counters(),
        i ->
            node.client()
                .query(Counter.ref(i), Long.class, Counter.ReadSum::new)
                .thenAccept(
                    sum -> {
                      if (!ledger.allows((int) i, sum)) exact.set(false);
                    }));
    return exact.get();
  }
}
