package dev.perdure.store;

import dev.perdure.kernel.spi.CommitHistory;
import dev.perdure.kernel.spi.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A data directory as a killed process leaves it, and what becomes of it when a file is damaged. An
 * image is copied, damaged, opened and read as a whole.
 */
final class DamagedDirectory implements AutoCloseable {
  /** What an opening and a reading of everything came to. */
  sealed interface Outcome {
    /** Everything up to a group that is not before the last acknowledged one, and nothing else. */
    record Exact(long groups) implements Outcome {}

    /** The store said what is wrong, when it was opened or when it was read. */
    record Refused(String message) implements Outcome {}
  }

  /** Something done to one file of the image. */
  @FunctionalInterface
  interface Damage {
    void to(Path file) throws IOException;
  }

  static final int VALUE_BYTES = 60;

  /** A thousand openings would fill the test's output; held here, or the setting is collected. */
  private static final Logger LOG = Logger.getLogger(RocksStore.class.getName());

  private final Path base;
  private final Path image;
  private final Path copy;

  DamagedDirectory() throws IOException {
    LOG.setLevel(Level.OFF);
    base = TestStores.fastDirectory();
    image = base.resolve("image");
    copy = base.resolve("copy");
  }

  /** Where a history is written that images are taken of. */
  Path live() {
    return base.resolve("live");
  }

  /** Where {@link #open(String, long, Damage)} damages and opens. */
  Path copy() {
    return copy;
  }

  Path image() {
    return image;
  }

  /** Keeps what a process leaves that is killed among logs and sorted files. */
  long takeImageOfAKilledWriter(int groups) throws IOException {
    long acknowledged = 0;
    try (ChildProcess child =
        ChildProcess.start(
            HistoryWriter.class,
            live().toString(),
            "SYNC",
            "" + VALUE_BYTES,
            HistoryWriter.MANY_LOGS)) {
      child.line();
      for (String line = child.line(); !line.isEmpty(); line = child.line()) {
        acknowledged = Long.parseLong(line);
        if (acknowledged == groups) {
          child.kill();
        }
      }
    }
    takeImage();
    return acknowledged;
  }

  void takeImage() throws IOException {
    TestStores.delete(image);
    TestStores.copy(live(), image);
  }

  /** The files of the image that a store relies on, by their names in it. */
  List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(image)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> image.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  /** The only or newest log of the image. */
  String log() throws IOException {
    return newest(Pattern.compile("db/(\\d+)\\.log"));
  }

  /** The only or newest manifest of the image. */
  String manifest() throws IOException {
    return newest(Pattern.compile("db/MANIFEST-(\\d+)"));
  }

  private String newest(Pattern numbered) throws IOException {
    TreeMap<Long, String> found = new TreeMap<>();
    for (String file : files()) {
      Matcher name = numbered.matcher(file);
      if (name.matches()) {
        found.put(Long.parseLong(name.group(1)), file);
      }
    }
    return Objects.requireNonNull(found.lastEntry(), numbered::pattern).getValue();
  }

  /**
   * Opens a copy with {@code file} damaged and reads everything.
   *
   * @throws AssertionError when what is read is no state of the history, or an acknowledged group
   *     is missing: a silent loss
   */
  Outcome open(String file, long acknowledged, Damage damage) throws IOException {
    TestStores.delete(copy);
    TestStores.copy(image, copy);
    damage.to(copy.resolve(file));
    return open(copy, acknowledged);
  }

  static Outcome open(Path dir, long acknowledged) {
    try (RocksStore store = RocksStore.open(dir, TestStores.SMALL)) {
      return new Outcome.Exact(CommitHistory.check(store, VALUE_BYTES, acknowledged));
    } catch (StoreException e) {
      return new Outcome.Refused(String.valueOf(e.getMessage()));
    }
  }

  /** Cuts the file at {@code length}. */
  static Damage cut(long length) {
    return file -> Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) length));
  }

  /** Flips bits of the byte at {@code offset}. */
  static Damage flip(long offset) {
    return file -> {
      byte[] bytes = Files.readAllBytes(file);
      bytes[(int) offset] ^= mask(offset);
      Files.write(file, bytes);
    };
  }

  /**
   * Which bits to flip: one, another or all, the same for the same offset and without pattern from
   * one to the next, so that every mask is used whatever the distance of the offsets.
   */
  static byte mask(long offset) {
    byte[] masks = {1, (byte) 0x80, (byte) 0xFF};
    return masks[new SplittableRandom(offset).nextInt(masks.length)];
  }

  @Override
  public void close() throws IOException {
    LOG.setLevel(null);
    TestStores.delete(base);
  }
}
