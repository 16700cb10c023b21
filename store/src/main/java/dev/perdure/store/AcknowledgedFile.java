package dev.perdure.store;

import dev.perdure.kernel.spi.StoreException;
import dev.perdure.store.LogCheck.Manifest;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The lower bound of what a store has acknowledged, kept apart from its log: an opening that finds
 * less has lost something. Used by one thread at a time.
 *
 * <p>Two slots are overwritten in turn, each with its own checksum, so that a torn write leaves the
 * one before. Writing does not sync: the operating system keeps the bytes when the process is
 * killed, and a bound that lags after a power loss is still a lower bound. That is why it costs a
 * microsecond a commit, not a second sync.
 *
 * <p>Groups committed without a sync ({@code Durability.OS}) may rightly be missing after the
 * operating system died. So each slot holds two marks, and the boot it was written in: {@code
 * acknowledged} binds while that boot lasts, {@code synced} always.
 */
final class AcknowledgedFile implements AutoCloseable {
  static final String NAME = "acknowledged";

  private static final int MAGIC = 0x50444143; // "PDAC"
  private static final int SLOT_BYTES = 512; // a sector each: the device writes it whole or not
  private static final int USED_BYTES =
      Integer.BYTES + Long.BYTES + 2 * Mark.BYTES + 4 * Long.BYTES;

  // Not a FileChannel: that one closes itself when the writing thread is interrupted.
  private final RandomAccessFile file;
  private final UUID boot;
  private Slot slot;
  private Manifest manifest;

  private record Slot(long version, Mark acknowledged, Mark synced, Manifest manifest, UUID boot) {}

  private AcknowledgedFile(RandomAccessFile file, UUID boot, Slot slot) {
    this.file = file;
    this.boot = boot;
    this.slot = slot;
    this.manifest = slot.manifest();
  }

  /** Writes a file that bounds nothing, durably. */
  static void create(Path dir) throws IOException {
    UUID boot = currentBoot();
    try (RandomAccessFile file = new RandomAccessFile(dir.resolve(NAME).toFile(), "rw")) {
      file.setLength(0);
      AcknowledgedFile bound =
          new AcknowledgedFile(
              file, boot, new Slot(0, Mark.START, Mark.START, Manifest.NONE, boot));
      bound.acknowledge(Mark.START, true);
      bound.acknowledge(Mark.START, true);
      file.getFD().sync();
    }
  }

  /**
   * Opens the file of a store.
   *
   * @throws StoreException when it is missing or damaged
   */
  static AcknowledgedFile open(Path dir) throws IOException {
    return open(dir, currentBoot());
  }

  /** Opens the file in a given boot of the operating system. */
  static AcknowledgedFile open(Path dir, UUID boot) throws IOException {
    Path path = dir.resolve(NAME);
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      throw new StoreException(
          path
              + " is missing: without it nobody can tell whether acknowledged batches are missing;"
              + " restore the directory from a copy",
          e);
    }
    List<Slot> slots = new ArrayList<>();
    for (int at = 0; at < 2 * SLOT_BYTES; at += SLOT_BYTES) {
      decode(bytes, at).ifPresent(slots::add);
    }
    Slot newest =
        slots.stream()
            .max(Comparator.comparingLong(Slot::version))
            .orElseThrow(
                () ->
                    new StoreException(
                        path + " is damaged: no checksum fits; restore the directory from a copy"));
    return new AcknowledgedFile(new RandomAccessFile(path.toFile(), "rw"), boot, newest);
  }

  /** What the store must hold at least, or it has lost acknowledged groups. */
  Mark required() {
    boolean sameBoot = !boot.equals(UNKNOWN_BOOT) && boot.equals(slot.boot());
    return sameBoot ? slot.acknowledged() : slot.synced();
  }

  /** Whether every acknowledged group must be on the disk, in its order. */
  boolean bindsEverything() {
    return required().equals(slot.acknowledged());
  }

  /** How much the database's manifest had when the store was opened last. */
  Manifest manifest() {
    return slot.manifest();
  }

  /** From here on every write of the bound names {@code found} as well. */
  void manifest(Manifest found) {
    manifest = found;
  }

  /** The last mark that was acknowledged, whether it had to survive or not. */
  Mark acknowledged() {
    return slot.acknowledged();
  }

  /** Moves the bound up to a group that is about to be acknowledged. */
  void acknowledge(Mark mark, boolean synced) throws IOException {
    Slot next = new Slot(slot.version() + 1, mark, synced ? mark : slot.synced(), manifest, boot);
    file.seek((next.version() & 1) * SLOT_BYTES);
    file.write(encode(next));
    slot = next;
  }

  void sync() throws IOException {
    file.getFD().sync();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private static byte[] encode(Slot slot) {
    ByteBuffer bytes = ByteBuffer.allocate(SLOT_BYTES);
    bytes.putInt(MAGIC).putLong(slot.version());
    bytes.put(slot.acknowledged().toBytes()).put(slot.synced().toBytes());
    bytes.putLong(slot.manifest().number()).putLong(slot.manifest().bytes());
    bytes.putLong(slot.boot().getMostSignificantBits());
    bytes.putLong(slot.boot().getLeastSignificantBits());
    bytes.putInt(crc(bytes.array(), 0));
    return bytes.array();
  }

  private static Optional<Slot> decode(byte[] file, int from) {
    if (file.length < from + USED_BYTES + Integer.BYTES) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.wrap(file, from, USED_BYTES + Integer.BYTES);
    if (bytes.getInt(from + USED_BYTES) != crc(file, from) || bytes.getInt() != MAGIC) {
      return Optional.empty();
    }
    return Optional.of(
        new Slot(
            bytes.getLong(),
            Mark.read(bytes),
            Mark.read(bytes),
            new Manifest(bytes.getLong(), bytes.getLong()),
            new UUID(bytes.getLong(), bytes.getLong())));
  }

  private static int crc(byte[] bytes, int from) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, USED_BYTES);
    return (int) crc.getValue();
  }

  private static final UUID UNKNOWN_BOOT = new UUID(0, 0);

  /** Which boot of the operating system this is, where it tells (Linux does). */
  private static UUID currentBoot() {
    try {
      return UUID.fromString(Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip());
    } catch (IOException | IllegalArgumentException e) {
      return UNKNOWN_BOOT;
    }
  }
}
