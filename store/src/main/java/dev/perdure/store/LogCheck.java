package dev.perdure.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.perdure.kernel.spi.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Looks over the logs of a database before RocksDB opens it, because RocksDB cuts its log at the
 * first damage, in the middle as at the end, and deletes what lies behind: a refusal must come
 * before, and leave the files as they were found.
 *
 * <p>A group is written after the one before was acknowledged. So damage with a group behind it is
 * damage of acknowledged data; damage with nothing behind it is a torn tail, unless the bound says
 * that more was acknowledged.
 */
final class LogCheck {
  private static final Pattern LOG_NAME = Pattern.compile("(\\d{1,18})\\.log");
  private static final Pattern CURRENT_TEXT = Pattern.compile("MANIFEST-(\\d{1,18})\n");
  private static final String ADVICE =
      "; nothing was changed: restore the data directory from a copy";

  private LogCheck() {}

  /**
   * Refuses damage of what was acknowledged.
   *
   * @return what the newest log has behind its last whole group, when that is damaged and may be a
   *     torn tail
   * @throws StoreException naming the file and the place
   */
  static Optional<String> check(Path databaseDir, AcknowledgedFile bound) throws IOException {
    checkManifest(databaseDir, bound.manifest());
    Optional<String> tail = Optional.empty();
    List<Path> logs = logs(databaseDir);
    for (Path log : logs) {
      LogScan scan = LogScan.of(log);
      String where = log + " is damaged at byte " + scan.soundBytes();
      if (scan.groupBehind() > 0 && bound.bindsEverything()) {
        throw new StoreException(
            where + ", and group " + scan.groupBehind() + " lies behind that" + ADVICE);
      }
      // The newest log ends with the last group of all, unless it holds none yet.
      boolean newest = log.equals(logs.getLast());
      if (newest && scan.lastGroup() > 0 && scan.lastGroup() < bound.required().groupNo()) {
        throw new StoreException(
            where
                + ", behind group "
                + scan.lastGroup()
                + ", but group "
                + bound.required().groupNo()
                + " was acknowledged"
                + ADVICE);
      }
      tail = newest && scan.damaged() ? Optional.of(where) : Optional.empty();
    }
    return tail;
  }

  /**
   * The logs, oldest first. Their names have six digits and, from the millionth file on, more: only
   * as numbers do they follow each other.
   */
  private static List<Path> logs(Path databaseDir) throws IOException {
    SortedMap<Long, Path> logs = new TreeMap<>();
    try (Stream<Path> files = Files.list(databaseDir)) {
      files.forEach(
          file -> {
            Matcher name = LOG_NAME.matcher(file.getFileName().toString());
            if (name.matches()) {
              logs.put(Long.parseLong(name.group(1)), file);
            }
          });
    }
    return List.copyOf(logs.values());
  }

  /** Which manifest a database has, and how long it is. */
  record Manifest(long number, long bytes) {
    static final Manifest NONE = new Manifest(0, 0);

    /** As {@code databaseDir} has it; {@link #NONE} when RocksDB itself would not find it. */
    static Manifest of(Path databaseDir) throws IOException {
      Path current = databaseDir.resolve("CURRENT");
      if (!Files.exists(current)) {
        return NONE;
      }
      Matcher name = CURRENT_TEXT.matcher(new String(Files.readAllBytes(current), US_ASCII));
      if (!name.matches()) {
        return NONE;
      }
      long number = Long.parseLong(name.group(1));
      Path file = path(databaseDir, number);
      return Files.exists(file) ? new Manifest(number, Files.size(file)) : NONE;
    }

    static Path path(Path databaseDir, long number) {
      return databaseDir.resolve(String.format(Locale.ROOT, "MANIFEST-%06d", number));
    }
  }

  /**
   * The manifest lists the sorted files; one that lost its end forgets some, and RocksDB deletes
   * those. What it gains while the store is open is guarded by RocksDB, which then misses a log.
   */
  private static void checkManifest(Path databaseDir, Manifest required) throws IOException {
    Manifest found = Manifest.of(databaseDir);
    if (found.equals(Manifest.NONE)) {
      return; // RocksDB refuses that, and says what is missing.
    }
    Path file = Manifest.path(databaseDir, found.number());
    if (found.number() < required.number()) {
      throw new StoreException(
          databaseDir.resolve("CURRENT")
              + " names "
              + file.getFileName()
              + ", but there was a newer"
              + " one, number "
              + required.number()
              + ADVICE);
    }
    if (found.number() == required.number()) {
      long sound = Math.min(LogScan.of(file).soundBytes(), found.bytes());
      if (sound < required.bytes()) {
        throw new StoreException(
            file + " is damaged at byte " + sound + " of " + required.bytes() + ADVICE);
      }
    }
  }
}
