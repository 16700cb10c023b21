package dev.perdure.kernel;

import dev.perdure.DurableMap;
import dev.perdure.DurableQueue;
import dev.perdure.MapKey;
import dev.perdure.QueueKey;
import dev.perdure.kernel.spi.Cursor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The durable maps and queues of a machine during one step: opens them, and keeps what must be
 * ended with the step, which are cursors and the provisional part of the machine's caches.
 */
final class StepCollections {
  /**
   * Bound of the iterations of one step that were begun and not read to their end; each keeps a
   * cursor of the store until the step ends.
   */
  static final int MAX_OPEN_CURSORS = 1_000;

  private final MachineCollections machine;
  private final KeyValues view;
  private final BooleanSupplier open;
  private final List<Cached<?>> provisional = new ArrayList<>();
  private final List<Cursor> cursors = new ArrayList<>();
  private boolean over;

  StepCollections(MachineCollections machine, KeyValues view, BooleanSupplier open) {
    this.machine = machine;
    this.view = view;
    this.open = open;
  }

  /**
   * A map, for this step.
   *
   * @throws IllegalArgumentException when a class of the key is refused, or is another than this
   *     machine type had before under this name
   */
  <K, V> DurableMap<K, V> map(MapKey<K, V> key) {
    var type = machine.types().map(key);
    checkOpen(type);
    return new StepMap<>(this, type, machine.mapSize(key.name(), key.part()));
  }

  /**
   * A queue, for this step.
   *
   * @throws IllegalArgumentException when the class of the key is refused, or is another than this
   *     machine type had before under this name
   */
  <V> DurableQueue<V> queue(QueueKey<V> key) {
    var type = machine.types().queue(key);
    checkOpen(type);
    return new StepQueue<>(this, type, machine.queueEnds(key.name(), key.part()));
  }

  /** The step stands: what it made of the caches holds from here on. Closes the cursors too. */
  void committed() {
    provisional.forEach(Cached::settle);
    end();
  }

  /** The step leaves no trace, in the caches either. Closes the cursors too. */
  void rolledBack() {
    provisional.forEach(Cached::rollBack);
    end();
  }

  private void end() {
    over = true;
    provisional.clear();
    machine.trim();
    closeCursors();
  }

  /** Closes what iterations left open; they cannot go on. */
  void closeCursors() {
    while (!cursors.isEmpty()) {
      cursors.removeLast().close();
    }
  }

  KeyValues view() {
    return view;
  }

  void checkOpen(Object collection) {
    if (over || !open.getAsBoolean()) {
      throw new IllegalStateException(
          "this step is over: "
              + collection
              + " was opened in it and works only while its handler runs, and on its thread; open"
              + " it again in the next step");
    }
  }

  <T> void change(Cached<T> cached, T value) {
    if (cached.change(value)) {
      provisional.add(cached);
    }
  }

  /** A scan that stays open from call to call, at the most until the step ends. */
  Cursor openCursor(Object collection, byte[] from, byte[] to) {
    if (cursors.size() >= MAX_OPEN_CURSORS) {
      throw new IllegalStateException(
          "%s: %d iterations of this step were begun and not finished; go on with one instead"
              .formatted(collection, MAX_OPEN_CURSORS));
    }
    Cursor cursor = view.scan(from, to);
    cursors.add(cursor);
    return cursor;
  }

  void closeCursor(Cursor cursor) {
    // Iterations nest, so it is near the end.
    int index = cursors.lastIndexOf(cursor);
    if (index >= 0) {
      cursors.remove(index);
      cursor.close();
    }
  }
}
