package dev.perdure.kernel;

import dev.perdure.kernel.StepRecord.Remembered;
import dev.perdure.kernel.StepRecord.Standing;
import dev.perdure.kernel.spi.Cursor;
import dev.perdure.kernel.spi.Store;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What committed records of a partition remember of requests: one stored value for all records of a
 * commit, keyed by the last of them. Written by the commit stream, read by the partition.
 */
final class AnswerSegments {
  private final Store store;
  private final int partition;

  /** What a record remembers of an id. */
  record Entry(Remembered remembered, long recordNo) {}

  /** Who is told of ids alone. */
  interface IdReader {
    void read(String requestId, long recordNo, boolean answered);
  }

  /**
   * One stored value.
   *
   * @param lastRecord the last record that it may have entries of
   */
  record Segment(long lastRecord, byte[] bytes) {
    void forEach(Consumer<Entry> action) {
      ByteReader in = new ByteReader(bytes);
      while (!in.atEnd()) {
        action.accept(read(in));
      }
    }

    /** The same without the answers, of which there are many when all ids are read again. */
    void forEachId(IdReader reader) {
      ByteReader in = new ByteReader(bytes);
      while (!in.atEnd()) {
        long recordNo = in.varint();
        String requestId = in.text();
        in.u64();
        Standing standing = standing(in.u8());
        Answer.skip(in);
        reader.read(requestId, recordNo, standing != Standing.ACCEPTED);
      }
    }
  }

  AnswerSegments(Store store, int partition) {
    this.store = store;
    this.partition = partition;
  }

  /** The segment that has the entries of a record, if there are any; null when it is past all. */
  @Nullable Segment of(long recordNo) {
    try (Cursor cursor = from(recordNo)) {
      return cursor.next() ? at(cursor) : null;
    }
  }

  /** What a record remembers last of an id. */
  @Nullable Remembered find(long recordNo, String requestId) {
    Remembered found = null;
    Segment segment = of(recordNo);
    if (segment != null) {
      ByteReader in = new ByteReader(segment.bytes);
      while (!in.atEnd()) {
        Entry entry = read(in);
        if (entry.recordNo == recordNo && entry.remembered.requestId().equals(requestId)) {
          found = entry.remembered;
        }
      }
    }
    return found;
  }

  /** Goes through the segments from that of a record on. */
  void forEachFrom(long recordNo, Consumer<Segment> action) {
    try (Cursor cursor = from(recordNo)) {
      while (cursor.next()) {
        action.accept(at(cursor));
      }
    }
  }

  private Cursor from(long recordNo) {
    return store.scan(partition, Keys.answers(recordNo), Keys.endOfSpace(Keys.ANSWERS));
  }

  private static Segment at(Cursor cursor) {
    return new Segment(new ByteReader(cursor.key(), 1).u64(), cursor.value());
  }

  /** Adds an entry to a segment; makes the segment when there is none yet. */
  static ByteWriter write(@Nullable ByteWriter segment, long recordNo, Remembered entry) {
    ByteWriter out = segment == null ? new ByteWriter(256) : segment;
    out.varint(recordNo).text(entry.requestId()).u64(entry.hash()).u8(code(entry.standing()));
    entry.answer().write(out);
    return out;
  }

  private static Entry read(ByteReader in) {
    long recordNo = in.varint();
    var remembered = new Remembered(in.text(), in.u64(), standing(in.u8()), Answer.read(in));
    return new Entry(remembered, recordNo);
  }

  private static int code(Standing standing) {
    return switch (standing) {
      case ACCEPTED -> 0;
      case ANSWERED -> 1;
      case TURNED_AWAY -> 2;
    };
  }

  private static Standing standing(int code) {
    return switch (code) {
      case 0 -> Standing.ACCEPTED;
      case 1 -> Standing.ANSWERED;
      case 2 -> Standing.TURNED_AWAY;
      default -> throw new IllegalStateException("damaged record: standing of a request " + code);
    };
  }
}
