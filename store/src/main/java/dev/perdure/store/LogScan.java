package dev.perdure.store;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * What one log of RocksDB holds (a write-ahead log, or a manifest, which has the same form).
 *
 * <p>The form: blocks of 32 KiB, each a row of fragments. A fragment has a masked CRC32C (4 bytes),
 * a length (2) and a type (1) before its bytes; a record is one fragment, or a first, some middle
 * and a last one. Records of a write-ahead log are write batches, and ours begin with the mark of
 * their group ({@link GroupWriter}).
 *
 * @param soundBytes up to where every record is whole
 * @param damaged whether something else than zeros follows there
 * @param lastGroup the number of the last group that is whole, 0 for none
 * @param groupBehind the number of a group found behind the damage, 0 for none
 */
record LogScan(long soundBytes, boolean damaged, long lastGroup, long groupBehind) {
  private static final int BLOCK = 32 << 10;
  private static final int HEADER = 7;
  private static final int FULL = 1;
  private static final int FIRST = 2;
  private static final int MIDDLE = 3;
  private static final int LAST = 4;

  /** How a group's write batch goes on behind its sequence number and count: put, key, length. */
  private static final byte[] MARK_HEAD = {1, 3, (byte) 0xFF, (byte) 0xFF, 'g', Mark.BYTES};

  private static final int MARK_AT = 12;
  private static final int GROUP_AT = MARK_AT + MARK_HEAD.length;
  private static final int PREFIX = GROUP_AT + Long.BYTES;

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN);

  static LogScan of(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        Arena arena = Arena.ofConfined()) {
      long size = channel.size();
      return size == 0
          ? new LogScan(0, false, 0, 0)
          : new Scanner(channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena)).scan();
    }
  }

  /** Walks the bytes of one log. */
  private static final class Scanner {
    private final MemorySegment bytes;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer prefix = ByteBuffer.allocate(PREFIX);
    private long lastGroup;

    Scanner(MemorySegment bytes) {
      this.bytes = bytes;
    }

    LogScan scan() {
      long at = 0;
      long sound = 0; // Behind the last whole record.
      boolean inside = false;
      while (true) {
        at = skipTrailer(at);
        if (at == bytes.byteSize() && !inside) {
          return new LogScan(at, false, lastGroup, 0);
        }
        int type = isSound(at) ? type(at) : 0;
        boolean fits = inside ? type == MIDDLE || type == LAST : type != MIDDLE && type != LAST;
        if (type == 0 || !fits) {
          boolean zeros = !inside && isZero(sound);
          return new LogScan(sound, !zeros, lastGroup, zeros ? 0 : groupBehind(at));
        }
        if (type == FULL || type == FIRST) {
          prefix.clear();
        }
        collect(at);
        at += HEADER + length(at);
        inside = type == FIRST || type == MIDDLE;
        if (!inside) {
          sound = at;
          lastGroup = Math.max(lastGroup, group(type));
        }
      }
    }

    /** Fewer bytes than a header at the end of a block are not used. */
    private long skipTrailer(long at) {
      long left = BLOCK - at % BLOCK;
      return left < HEADER ? Math.min(at + left, bytes.byteSize()) : at;
    }

    private boolean isSound(long at) {
      long left = Math.min(BLOCK - at % BLOCK, bytes.byteSize() - at);
      if (left < HEADER || length(at) > left - HEADER) {
        return false;
      }
      crc.reset();
      crc.update(bytes.asSlice(at + HEADER - 1, 1L + length(at)).asByteBuffer());
      int sum = (int) crc.getValue();
      return bytes.get(INT, at) == Integer.rotateRight(sum, 15) + 0xA282EAD8;
    }

    private int length(long at) {
      return Short.toUnsignedInt(bytes.get(SHORT, at + 4));
    }

    private int type(long at) {
      return Byte.toUnsignedInt(bytes.get(ValueLayout.JAVA_BYTE, at + 6));
    }

    /** Keeps the beginning of a record, which may be spread over fragments. */
    private void collect(long at) {
      int count = Math.min(prefix.remaining(), length(at));
      prefix.put(bytes.asSlice(at + HEADER, count).asByteBuffer());
    }

    private long group(int type) {
      boolean marked =
          (type == FULL || type == LAST)
              && !prefix.hasRemaining()
              && prefix.slice(MARK_AT, MARK_HEAD.length).equals(ByteBuffer.wrap(MARK_HEAD));
      return marked ? prefix.getLong(GROUP_AT) : 0;
    }

    /** A later group, wherever it begins: damage may have moved or hidden every boundary. */
    private long groupBehind(long damage) {
      long last = bytes.byteSize() - HEADER - PREFIX;
      for (long at = damage + 1; at <= last; at++) {
        if (bytes.get(ValueLayout.JAVA_BYTE, at + HEADER + MARK_AT) == MARK_HEAD[0]
            && isMarked(at)
            && (type(at) == FULL || type(at) == FIRST)
            && isSound(at)) {
          return bytes.get(
              ValueLayout.JAVA_LONG_UNALIGNED.withOrder(BIG_ENDIAN), at + HEADER + GROUP_AT);
        }
      }
      return 0;
    }

    private boolean isMarked(long at) {
      return bytes
              .asSlice(at + HEADER + MARK_AT, MARK_HEAD.length)
              .mismatch(MemorySegment.ofArray(MARK_HEAD))
          < 0;
    }

    private boolean isZero(long from) {
      for (long at = from; at < bytes.byteSize(); at++) {
        if (bytes.get(ValueLayout.JAVA_BYTE, at) != 0) {
          return false;
        }
      }
      return true;
    }
  }
}
