package dev.perdure.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.perdure.kernel.spi.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * What a data directory says about itself, in a small text file with a checksum, replaced as a
 * whole.
 *
 * @param format version of the layout of everything in the directory
 * @param partitions how many partitions the store was created with
 * @param ready false until the store has been created completely; nothing was committed before
 */
record StoreFile(int format, int partitions, boolean ready) {
  static final String NAME = "perdure-store";
  static final String TEMPORARY = NAME + ".tmp";

  /** The layout that this code knows. */
  static final int FORMAT = 3;

  private static final Pattern SUM =
      Pattern.compile("(?s)(perdure store\n.*)crc32c=(\\p{XDigit}+)\n");
  private static final Pattern FORMAT_LINE = Pattern.compile("(?m)^format=(\\d{1,9})$");
  private static final Pattern BODY =
      Pattern.compile("perdure store\nformat=(\\d+)\npartitions=(\\d{1,9})\nready=(true|false)\n");

  /** What {@code dir} says, or nothing when the file is not there. */
  static Optional<StoreFile> read(Path dir) throws IOException {
    Path path = dir.resolve(NAME);
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    String text = new String(Files.readAllBytes(path), UTF_8);
    Matcher sum = SUM.matcher(text);
    if (!sum.matches() || !crc(sum.group(1)).equals(sum.group(2))) {
      throw new StoreException(
          path + " is damaged: its checksum does not fit; restore it from a copy of the directory");
    }
    Matcher format = FORMAT_LINE.matcher(sum.group(1));
    if (format.find() && Integer.parseInt(format.group(1)) != FORMAT) {
      boolean newer = Integer.parseInt(format.group(1)) > FORMAT;
      throw new StoreException(
          "data directory "
              + dir
              + " has format "
              + format.group(1)
              + ", this version of Perdure knows format "
              + FORMAT
              + " only; open it with "
              + (newer ? "a newer version" : "the version that made it"));
    }
    Matcher body = BODY.matcher(sum.group(1));
    if (!body.matches()) {
      throw new StoreException(path + " is not a description of a store; restore it from a copy");
    }
    return Optional.of(
        new StoreFile(
            Integer.parseInt(body.group(1)),
            Integer.parseInt(body.group(2)),
            Boolean.parseBoolean(body.group(3))));
  }

  /** Replaces the file of {@code dir}, durably. */
  void write(Path dir) throws IOException {
    String body =
        "perdure store\nformat="
            + format
            + "\npartitions="
            + partitions
            + "\nready="
            + ready
            + "\n";
    Path temporary = dir.resolve(TEMPORARY);
    try (FileChannel file = FileChannel.open(temporary, CREATE, TRUNCATE_EXISTING, WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap((body + "crc32c=" + crc(body) + "\n").getBytes(UTF_8));
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(true);
    }
    Files.move(temporary, dir.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    syncDirectory(dir);
  }

  /** Makes the names in a directory durable. */
  static void syncDirectory(Path dir) throws IOException {
    if (System.getProperty("os.name").startsWith("Windows")) {
      return; // A directory cannot be opened there; its names are journalled.
    }
    try (FileChannel channel = FileChannel.open(dir, READ)) {
      channel.force(true);
    }
  }

  private static String crc(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(UTF_8));
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }
}
