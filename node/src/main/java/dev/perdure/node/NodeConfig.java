package dev.perdure.node;

import dev.perdure.kernel.spi.Durability;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The settings of a node, all data. Begin with {@link #at} and change what should differ:
 *
 * <pre>{@code
 * NodeConfig.at(Path.of("data")).partitions(32).requestRetention(Duration.ofDays(7))
 * }</pre>
 *
 * <p>Names in files and environment variables, units, bounds and defaults: {@link #help}.
 *
 * @param dir the data directory, made if it is missing; used by one node at a time
 * @param durability what a commit survives before anything leaves: SYNC power loss, OS the death of
 *     the process
 * @param partitions partitions of the embedded store, fixed when the directory is first opened
 * @param workers threads that step the machines
 * @param maxEventBytes largest event, encoded; a larger one is refused to its sender
 * @param maxStateBytes largest state, encoded; a step that returns a larger one fails
 * @param requestRetention how long the answer of a request id is remembered for retries
 * @param requestWindow request ids of the node kept in memory; older ones are looked up in the
 *     store
 * @param activeMachines machines of the node kept in memory; the longest idle is passivated first
 * @param timersInMemory timers of the node kept in memory, the next ones due; the others wait in
 *     the store
 * @param waitingEvents events waiting in memory in a partition, and as many again for their turn
 *     before it, before new requests are told Overloaded
 * @param uncommittedSteps steps of a partition that may run ahead of their commit
 * @param inFlightBytes memory of the node for waiting events and uncommitted steps, half for each;
 *     past it as past the two settings before
 * @param activitiesRunning attempts of activities that run at once; the others wait for a place
 * @param requestsInFlight requests to the node without an answer yet; past it new ones are told
 *     Overloaded
 * @param requestTimeout how long a call of the client waits unless it says otherwise
 * @param closeTimeout how long closing waits for what is under way; what is left goes on at the
 *     next start
 * @param blockCacheBytes memory of the store for data read
 * @param memtableBytes memory of the store for data written and not yet sorted into files
 * @param maxLogBytes size of the store's log, which bounds the time of recovery
 * @param httpHost the interface that HTTP binds to; loopback is reached from this computer only
 * @param httpPort the port that HTTP binds to; 0 for any that is free
 */
public record NodeConfig(
    Path dir,
    Durability durability,
    int partitions,
    int workers,
    long maxEventBytes,
    long maxStateBytes,
    Duration requestRetention,
    int requestWindow,
    int activeMachines,
    int timersInMemory,
    int waitingEvents,
    int uncommittedSteps,
    long inFlightBytes,
    int activitiesRunning,
    int requestsInFlight,
    Duration requestTimeout,
    Duration closeTimeout,
    long blockCacheBytes,
    long memtableBytes,
    long maxLogBytes,
    String httpHost,
    int httpPort) {

  /** Checks every bound. */
  public NodeConfig {
    Settings.DIR.check(dir);
    Settings.DURABILITY.check(durability);
    Settings.PARTITIONS.check(partitions);
    Settings.WORKERS.check(workers);
    Settings.MAX_EVENT_BYTES.check(maxEventBytes);
    Settings.MAX_STATE_BYTES.check(maxStateBytes);
    Settings.REQUEST_RETENTION.check(requestRetention);
    Settings.REQUEST_WINDOW.check(requestWindow);
    Settings.ACTIVE_MACHINES.check(activeMachines);
    Settings.TIMERS_IN_MEMORY.check(timersInMemory);
    Settings.WAITING_EVENTS.check(waitingEvents);
    Settings.UNCOMMITTED_STEPS.check(uncommittedSteps);
    Settings.IN_FLIGHT_BYTES.check(inFlightBytes);
    Settings.ACTIVITIES_RUNNING.check(activitiesRunning);
    Settings.REQUESTS_IN_FLIGHT.check(requestsInFlight);
    Settings.REQUEST_TIMEOUT.check(requestTimeout);
    Settings.CLOSE_TIMEOUT.check(closeTimeout);
    Settings.BLOCK_CACHE_BYTES.check(blockCacheBytes);
    Settings.MEMTABLE_BYTES.check(memtableBytes);
    Settings.MAX_LOG_BYTES.check(maxLogBytes);
    Settings.HTTP_HOST.check(httpHost);
    Settings.HTTP_PORT.check(httpPort);
  }

  /** The defaults, for this data directory. */
  public static NodeConfig at(Path dir) {
    return new NodeConfig(
        dir,
        Settings.Defaults.DURABILITY,
        Settings.Defaults.PARTITIONS,
        Settings.Defaults.WORKERS,
        Settings.Defaults.MAX_EVENT_BYTES,
        Settings.Defaults.MAX_STATE_BYTES,
        Settings.Defaults.REQUEST_RETENTION,
        Settings.Defaults.REQUEST_WINDOW,
        Settings.Defaults.ACTIVE_MACHINES,
        Settings.Defaults.TIMERS_IN_MEMORY,
        Settings.Defaults.WAITING_EVENTS,
        Settings.Defaults.UNCOMMITTED_STEPS,
        Settings.Defaults.IN_FLIGHT_BYTES,
        Settings.Defaults.ACTIVITIES_RUNNING,
        Settings.Defaults.REQUESTS_IN_FLIGHT,
        Settings.Defaults.REQUEST_TIMEOUT,
        Settings.Defaults.CLOSE_TIMEOUT,
        Settings.Defaults.BLOCK_CACHE_BYTES,
        Settings.Defaults.MEMTABLE_BYTES,
        Settings.Defaults.MAX_LOG_BYTES,
        Settings.Defaults.HTTP_HOST,
        Settings.Defaults.HTTP_PORT);
  }

  /**
   * Reads the settings. What the environment says goes before what the file says.
   *
   * @param file lines of {@code name = value}, with {@code #} before comments; nothing if there is
   *     no file
   * @param environment as of {@link System#getenv()}; variables that begin with {@code PERDURE_}
   *     are taken for settings
   * @throws IllegalArgumentException naming every setting that is unknown, out of its bounds or
   *     missing, and where it came from
   */
  public static NodeConfig read(Optional<Path> file, Map<String, String> environment) {
    return new SettingsReader().read(file, environment, Optional.empty());
  }

  /**
   * Reads the settings as {@link #read(Optional, Map)} does, for a program that has a data
   * directory of its own to offer.
   *
   * @param usualDir the data directory when neither file nor environment name one
   */
  public static NodeConfig read(
      Optional<Path> file, Map<String, String> environment, Path usualDir) {
    return new SettingsReader().read(file, environment, Optional.of(usualDir));
  }

  /** All settings for people: name, default, what it can be, what it means. */
  public static String help() {
    return Settings.help();
  }

  /** All settings as a table in Markdown. */
  public static String markdown() {
    return Settings.markdown();
  }

  /** With another data directory. */
  public NodeConfig dir(Path folder) {
    return with(draft -> draft.dir = folder);
  }

  /** With another durability. */
  public NodeConfig durability(Durability value) {
    return with(draft -> draft.durability = value);
  }

  /** With another partitions. */
  public NodeConfig partitions(int value) {
    return with(draft -> draft.partitions = value);
  }

  /** With another workers. */
  public NodeConfig workers(int value) {
    return with(draft -> draft.workers = value);
  }

  /** With another max event bytes. */
  public NodeConfig maxEventBytes(long value) {
    return with(draft -> draft.maxEventBytes = value);
  }

  /** With another max state bytes. */
  public NodeConfig maxStateBytes(long value) {
    return with(draft -> draft.maxStateBytes = value);
  }

  /** With another request retention. */
  public NodeConfig requestRetention(Duration value) {
    return with(draft -> draft.requestRetention = value);
  }

  /** With another request window. */
  public NodeConfig requestWindow(int value) {
    return with(draft -> draft.requestWindow = value);
  }

  /** With another active machines. */
  public NodeConfig activeMachines(int value) {
    return with(draft -> draft.activeMachines = value);
  }

  /** With another timers in memory. */
  public NodeConfig timersInMemory(int value) {
    return with(draft -> draft.timersInMemory = value);
  }

  /** With another waiting events. */
  public NodeConfig waitingEvents(int value) {
    return with(draft -> draft.waitingEvents = value);
  }

  /** With another uncommitted steps. */
  public NodeConfig uncommittedSteps(int value) {
    return with(draft -> draft.uncommittedSteps = value);
  }

  /** With another in flight bytes. */
  public NodeConfig inFlightBytes(long value) {
    return with(draft -> draft.inFlightBytes = value);
  }

  /** With another activities running. */
  public NodeConfig activitiesRunning(int value) {
    return with(draft -> draft.activitiesRunning = value);
  }

  /** With another requests in flight. */
  public NodeConfig requestsInFlight(int value) {
    return with(draft -> draft.requestsInFlight = value);
  }

  /** With another request timeout. */
  public NodeConfig requestTimeout(Duration value) {
    return with(draft -> draft.requestTimeout = value);
  }

  /** With another close timeout. */
  public NodeConfig closeTimeout(Duration value) {
    return with(draft -> draft.closeTimeout = value);
  }

  /** With another block cache bytes. */
  public NodeConfig blockCacheBytes(long value) {
    return with(draft -> draft.blockCacheBytes = value);
  }

  /** With another memtable bytes. */
  public NodeConfig memtableBytes(long value) {
    return with(draft -> draft.memtableBytes = value);
  }

  /** With another max log bytes. */
  public NodeConfig maxLogBytes(long value) {
    return with(draft -> draft.maxLogBytes = value);
  }

  /** With another http host. */
  public NodeConfig httpHost(String value) {
    return with(draft -> draft.httpHost = value);
  }

  /** With another http port. */
  public NodeConfig httpPort(int value) {
    return with(draft -> draft.httpPort = value);
  }

  private NodeConfig with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.config();
  }

  /** A config that is being changed. */
  private static final class Draft {
    private Path dir;
    private Durability durability;
    private int partitions;
    private int workers;
    private long maxEventBytes;
    private long maxStateBytes;
    private Duration requestRetention;
    private int requestWindow;
    private int activeMachines;
    private int timersInMemory;
    private int waitingEvents;
    private int uncommittedSteps;
    private long inFlightBytes;
    private int activitiesRunning;
    private int requestsInFlight;
    private Duration requestTimeout;
    private Duration closeTimeout;
    private long blockCacheBytes;
    private long memtableBytes;
    private long maxLogBytes;
    private String httpHost;
    private int httpPort;

    Draft(NodeConfig from) {
      dir = from.dir;
      durability = from.durability;
      partitions = from.partitions;
      workers = from.workers;
      maxEventBytes = from.maxEventBytes;
      maxStateBytes = from.maxStateBytes;
      requestRetention = from.requestRetention;
      requestWindow = from.requestWindow;
      activeMachines = from.activeMachines;
      timersInMemory = from.timersInMemory;
      waitingEvents = from.waitingEvents;
      uncommittedSteps = from.uncommittedSteps;
      inFlightBytes = from.inFlightBytes;
      activitiesRunning = from.activitiesRunning;
      requestsInFlight = from.requestsInFlight;
      requestTimeout = from.requestTimeout;
      closeTimeout = from.closeTimeout;
      blockCacheBytes = from.blockCacheBytes;
      memtableBytes = from.memtableBytes;
      maxLogBytes = from.maxLogBytes;
      httpHost = from.httpHost;
      httpPort = from.httpPort;
    }

    NodeConfig config() {
      return new NodeConfig(
          dir,
          durability,
          partitions,
          workers,
          maxEventBytes,
          maxStateBytes,
          requestRetention,
          requestWindow,
          activeMachines,
          timersInMemory,
          waitingEvents,
          uncommittedSteps,
          inFlightBytes,
          activitiesRunning,
          requestsInFlight,
          requestTimeout,
          closeTimeout,
          blockCacheBytes,
          memtableBytes,
          maxLogBytes,
          httpHost,
          httpPort);
    }
  }
}
