package dev.perdure.kernel;

import dev.perdure.kernel.spi.Cursor;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * Iterates over a range of one collection as it stood when the iterator was made, an entry at a
 * time. Reads an entry when asked for it and closes its cursor behind the last.
 */
final class ScanIterator<T> implements Iterator<T> {
  private final StepCollections step;
  private final Object collection;
  private final Cursor cursor;
  private final Function<Cursor, T> reading;
  private Place place = Place.BEFORE_NEXT;

  private enum Place {
    BEFORE_NEXT,
    AT_NEXT,
    ENDED
  }

  ScanIterator(
      StepCollections step,
      Object collection,
      byte[] from,
      byte[] to,
      Function<Cursor, T> reading) {
    step.checkOpen(collection);
    this.step = step;
    this.collection = collection;
    this.cursor = step.openCursor(collection, from, to);
    this.reading = reading;
  }

  @Override
  public boolean hasNext() {
    step.checkOpen(collection);
    if (place == Place.BEFORE_NEXT) {
      if (cursor.next()) {
        place = Place.AT_NEXT;
      } else {
        place = Place.ENDED;
        step.closeCursor(cursor);
      }
    }
    return place == Place.AT_NEXT;
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException(collection + ": no further entry in this iteration");
    }
    T read = reading.apply(cursor);
    place = Place.BEFORE_NEXT;
    return read;
  }
}
