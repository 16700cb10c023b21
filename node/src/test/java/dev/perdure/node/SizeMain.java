package dev.perdure.node;

import dev.perdure.kernel.spi.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The process of {@link SizeIT}: does one task at size in a small heap, with windows in memory far
 * smaller than what there is, and prints what it found.
 *
 * <p>Arguments: the task, the data directory, of how many it is, and settings that differ, each as
 * {@code name=value}.
 */
final class SizeMain {
  static final int ACTIVE_MACHINES = 8_000;
  static final int UNCOMMITTED_STEPS = 2_000;

  private static final long MIB = 1 << 20;

  /** Writes a line for each attempt that fails. Kept, or the level would be forgotten with it. */
  private static final Logger ATTEMPTS = Logger.getLogger("dev.perdure.kernel.Failures");

  private static final Map<String, Task> TASKS =
      Map.of(
          "waiting", new WaitingTask(),
          "timers", new TimersTask(),
          "idle", new IdleTask(),
          "parked", new ParkedTask(),
          "requests", new RequestsTask());

  private SizeMain() {}

  /** Something to be done at size. */
  interface Task {
    void run(SizeBench bench) throws InterruptedException;
  }

  public static void main(String[] arguments) throws Exception {
    ATTEMPTS.setLevel(Level.OFF);
    NodeConfig config = config(Path.of(arguments[1]));
    for (String setting : List.of(arguments).subList(3, arguments.length)) {
      config = with(config, setting);
    }
    SizeBench bench = new SizeBench(config, Long.parseLong(arguments[2]));
    Objects.requireNonNull(TASKS.get(arguments[0]), arguments[0]).run(bench);
    memory(bench);
    System.out.println("done");
  }

  private static NodeConfig config(Path dir) {
    return NodeConfig.at(dir)
        .durability(Durability.OS)
        .workers(2)
        .requestTimeout(Duration.ofHours(1))
        .activeMachines(ACTIVE_MACHINES)
        .timersInMemory(8_000)
        .requestWindow(32_000)
        .waitingEvents(1_000)
        .uncommittedSteps(UNCOMMITTED_STEPS)
        .inFlightBytes(16 * MIB)
        .blockCacheBytes(32 * MIB)
        .memtableBytes(32 * MIB)
        .maxLogBytes(64 * MIB);
  }

  private static NodeConfig with(NodeConfig config, String text) {
    String[] setting = text.split("=", 2);
    return Settings.ALL.stream()
        .filter(one -> one.name().equals(setting[0]))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no setting " + setting[0]))
        .apply(config, setting[1]);
  }

  /** The most memory that the process ever had, heap and all, where the system tells. */
  private static void memory(SizeBench bench) throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) return;
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("VmHWM:")) {
        long kib = Long.parseLong(line.replaceAll("\\D", ""));
        bench.found("process-mib", kib / 1_024);
      }
    }
  }
}
