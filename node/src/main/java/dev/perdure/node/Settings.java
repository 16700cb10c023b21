package dev.perdure.node;

import dev.perdure.kernel.spi.Durability;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Every setting of a node, in the order in which people read of them. */
final class Settings {
  /** What the names of environment variables begin with. */
  static final String VARIABLE_PREFIX = "PERDURE_";

  private static final long MIB = 1L << 20;

  static final Setting<Path> DIR =
      new Setting<>(
          "dir",
          new Setting.Folder(),
          "",
          "the data directory, made if it is missing; used by one node at a time",
          NodeConfig::dir,
          NodeConfig::dir);

  static final Setting<Durability> DURABILITY =
      new Setting<>(
          "durability",
          Setting.choice(List.of(Durability.SYNC, Durability.OS)),
          "SYNC",
          "what a commit survives before anything leaves: SYNC power loss, OS the death of the"
              + " process",
          NodeConfig::durability,
          NodeConfig::durability);

  static final Setting<Integer> PARTITIONS =
      new Setting<>(
          "partitions",
          new Setting.Count(1, 4_096),
          "8",
          "partitions of the embedded store, fixed when the directory is first opened",
          NodeConfig::partitions,
          NodeConfig::partitions);

  static final Setting<Integer> WORKERS =
      new Setting<>(
          "workers",
          new Setting.Count(1, 1_024),
          "available processors",
          "threads that step the machines",
          NodeConfig::workers,
          NodeConfig::workers);

  static final Setting<Long> MAX_EVENT_BYTES =
      new Setting<>(
          "max-event-bytes",
          new Setting.Size(128, 64 * MIB),
          "1 MiB",
          "largest event, encoded; a larger one is refused to its sender",
          NodeConfig::maxEventBytes,
          NodeConfig::maxEventBytes);

  static final Setting<Long> MAX_STATE_BYTES =
      new Setting<>(
          "max-state-bytes",
          new Setting.Size(128, 64 * MIB),
          "1 MiB",
          "largest state, encoded; a step that returns a larger one fails",
          NodeConfig::maxStateBytes,
          NodeConfig::maxStateBytes);

  static final Setting<Duration> REQUEST_RETENTION =
      new Setting<>(
          "request-retention",
          new Setting.Time(Duration.ofMinutes(1), Duration.ofDays(365)),
          "24h",
          "how long the answer of a request id is remembered for retries",
          NodeConfig::requestRetention,
          NodeConfig::requestRetention);

  static final Setting<Integer> REQUEST_WINDOW =
      new Setting<>(
          "request-window",
          new Setting.Count(16_384, 100_000_000),
          "500,000",
          "request ids of the node kept in memory; older ones are looked up in the store",
          NodeConfig::requestWindow,
          NodeConfig::requestWindow);

  static final Setting<Integer> ACTIVE_MACHINES =
      new Setting<>(
          "active-machines",
          new Setting.Count(1, 100_000_000),
          "100,000",
          "machines of the node kept in memory; the longest idle is passivated first",
          NodeConfig::activeMachines,
          NodeConfig::activeMachines);

  static final Setting<Integer> TIMERS_IN_MEMORY =
      new Setting<>(
          "timers-in-memory",
          new Setting.Count(1, 100_000_000),
          "100,000",
          "timers of the node kept in memory, the next ones due; the others wait in the store",
          NodeConfig::timersInMemory,
          NodeConfig::timersInMemory);

  static final Setting<Integer> WAITING_EVENTS =
      new Setting<>(
          "waiting-events",
          new Setting.Count(1, 10_000_000),
          "10,000",
          "events waiting in memory in a partition, and as many again for their turn before it,"
              + " before new requests are told Overloaded",
          NodeConfig::waitingEvents,
          NodeConfig::waitingEvents);

  static final Setting<Integer> UNCOMMITTED_STEPS =
      new Setting<>(
          "uncommitted-steps",
          new Setting.Count(1, 1_000_000),
          "16,384",
          "steps of a partition that may run ahead of their commit",
          NodeConfig::uncommittedSteps,
          NodeConfig::uncommittedSteps);

  static final Setting<Long> IN_FLIGHT_BYTES =
      new Setting<>(
          "in-flight-bytes",
          new Setting.Size(MIB, 1L << 40),
          "256 MiB",
          "memory of the node for waiting events and uncommitted steps, half for each; past it as"
              + " past the two settings before",
          NodeConfig::inFlightBytes,
          NodeConfig::inFlightBytes);

  static final Setting<Integer> ACTIVITIES_RUNNING =
      new Setting<>(
          "activities-running",
          new Setting.Count(1, 1_000_000),
          "1,000",
          "attempts of activities that run at once; the others wait for a place",
          NodeConfig::activitiesRunning,
          NodeConfig::activitiesRunning);

  static final Setting<Integer> REQUESTS_IN_FLIGHT =
      new Setting<>(
          "requests-in-flight",
          new Setting.Count(1, 100_000_000),
          "100,000",
          "requests to the node without an answer yet; past it new ones are told Overloaded",
          NodeConfig::requestsInFlight,
          NodeConfig::requestsInFlight);

  static final Setting<Duration> REQUEST_TIMEOUT =
      new Setting<>(
          "request-timeout",
          new Setting.Time(Duration.ofMillis(1), Duration.ofDays(1)),
          "30s",
          "how long a call of the client waits unless it says otherwise",
          NodeConfig::requestTimeout,
          NodeConfig::requestTimeout);

  static final Setting<Duration> CLOSE_TIMEOUT =
      new Setting<>(
          "close-timeout",
          new Setting.Time(Duration.ofMillis(1), Duration.ofHours(1)),
          "30s",
          "how long closing waits for what is under way; what is left goes on at the next start",
          NodeConfig::closeTimeout,
          NodeConfig::closeTimeout);

  static final Setting<Long> BLOCK_CACHE_BYTES =
      new Setting<>(
          "block-cache-bytes",
          new Setting.Size(MIB, 1L << 40),
          "256 MiB",
          "memory of the store for data read",
          NodeConfig::blockCacheBytes,
          NodeConfig::blockCacheBytes);

  static final Setting<Long> MEMTABLE_BYTES =
      new Setting<>(
          "memtable-bytes",
          new Setting.Size(MIB, 4L << 30),
          "128 MiB",
          "memory of the store for data written and not yet sorted into files",
          NodeConfig::memtableBytes,
          NodeConfig::memtableBytes);

  static final Setting<Long> MAX_LOG_BYTES =
      new Setting<>(
          "max-log-bytes",
          new Setting.Size(MIB, 1L << 40),
          "64 MiB",
          "size of the store's log, which bounds the time of recovery",
          NodeConfig::maxLogBytes,
          NodeConfig::maxLogBytes);

  static final Setting<String> HTTP_HOST =
      new Setting<>(
          "http-host",
          new Setting.Host(),
          "127.0.0.1",
          "the interface that HTTP binds to; loopback is reached from this computer only",
          NodeConfig::httpHost,
          NodeConfig::httpHost);

  static final Setting<Integer> HTTP_PORT =
      new Setting<>(
          "http-port",
          new Setting.Count(0, 65_535),
          "8080",
          "the port that HTTP binds to; 0 for any that is free",
          NodeConfig::httpPort,
          NodeConfig::httpPort);

  static final List<Setting<?>> ALL =
      List.of(
          DIR,
          DURABILITY,
          PARTITIONS,
          WORKERS,
          MAX_EVENT_BYTES,
          MAX_STATE_BYTES,
          REQUEST_RETENTION,
          REQUEST_WINDOW,
          ACTIVE_MACHINES,
          TIMERS_IN_MEMORY,
          WAITING_EVENTS,
          UNCOMMITTED_STEPS,
          IN_FLIGHT_BYTES,
          ACTIVITIES_RUNNING,
          REQUESTS_IN_FLIGHT,
          REQUEST_TIMEOUT,
          CLOSE_TIMEOUT,
          BLOCK_CACHE_BYTES,
          MEMTABLE_BYTES,
          MAX_LOG_BYTES,
          HTTP_HOST,
          HTTP_PORT);

  private Settings() {}

  /** The values of a node that is told nothing. */
  static final class Defaults {
    static final Durability DURABILITY = Durability.SYNC;
    static final int PARTITIONS = 8;
    static final int WORKERS = Math.min(1_024, Runtime.getRuntime().availableProcessors());
    static final long MAX_EVENT_BYTES = MIB;
    static final long MAX_STATE_BYTES = MIB;
    static final Duration REQUEST_RETENTION = Duration.ofHours(24);
    static final int REQUEST_WINDOW = 500_000;
    static final int ACTIVE_MACHINES = 100_000;
    static final int TIMERS_IN_MEMORY = 100_000;
    static final int WAITING_EVENTS = 10_000;
    static final int UNCOMMITTED_STEPS = 16_384;
    static final long IN_FLIGHT_BYTES = 256 * MIB;
    static final int ACTIVITIES_RUNNING = 1_000;
    static final int REQUESTS_IN_FLIGHT = 100_000;
    static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
    static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);
    static final long BLOCK_CACHE_BYTES = 256 * MIB;
    static final long MEMTABLE_BYTES = 128 * MIB;
    static final long MAX_LOG_BYTES = 64 * MIB;
    static final String HTTP_HOST = "127.0.0.1";
    static final int HTTP_PORT = 8080;

    private Defaults() {}
  }

  static String help() {
    int width = ALL.stream().mapToInt(setting -> setting.name().length()).max().orElse(0);
    return ALL.stream()
            .map(
                setting ->
                    "%-{W}s  %s\n{P}  %s%s\n"
                        .replace("{W}", String.valueOf(width))
                        .replace("{P}", " ".repeat(width))
                        .formatted(
                            setting.name(),
                            setting.meaning(),
                            setting.kind().expected(),
                            standard(setting)))
            .collect(Collectors.joining())
        + "Each is also an environment variable: "
        + ALL.get(2).name()
        + " is "
        + ALL.get(2).variable()
        + ".\n";
  }

  private static String standard(Setting<?> setting) {
    return setting.standard().isEmpty() ? "; must be given" : "; default " + setting.standard();
  }

  static String markdown() {
    return "| Setting | Environment variable | Default | Can be | Meaning |\n"
        + "|---|---|---|---|---|\n"
        + ALL.stream()
            .map(
                setting ->
                    "| `%s` | `%s` | %s | %s | %s |\n"
                        .formatted(
                            setting.name(),
                            setting.variable(),
                            setting.standard().isEmpty() ? "none" : setting.standard(),
                            setting.kind().expected(),
                            setting.meaning()))
            .collect(Collectors.joining());
  }
}
