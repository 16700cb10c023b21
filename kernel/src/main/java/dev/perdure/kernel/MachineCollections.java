package dev.perdure.kernel;

import java.util.LinkedHashMap;
import java.util.function.BooleanSupplier;

/**
 * The durable maps and queues of one active machine: where their keys lie, and what is remembered
 * of them between steps. Dropped when the machine is passivated or its partition is recovered; used
 * by the partition's thread alone.
 *
 * <p>Keys in the store, where the machine's prefix ends by itself whatever follows, and name and
 * part are texts of {@link ByteWriter#keyText}:
 *
 * <pre>
 *   'c' machine name part key         an entry of a map: its value
 *   'q' machine name part             a queue that is not empty: its head, its length
 *   'q' machine name part number      a value in a queue; the number is a u64
 * </pre>
 *
 * <p>So all that a machine has lies in two ranges, those of its prefix in the two spaces.
 */
final class MachineCollections {
  /** The key space of the entries of maps. */
  static final char MAP_SPACE = 'c';

  /** The key space of queues. */
  static final char QUEUE_SPACE = 'q';

  /**
   * Bound of the maps, and of the queues, that one machine remembers between steps. Past it those
   * not used for longest are forgotten, which costs a queue one read and a map its next count.
   */
  static final int MAX_CACHED = 64;

  private final CollectionTypes types;
  private final byte[] machinePrefix;
  private final LinkedHashMap<Part, Cached<Long>> mapSizes = new LinkedHashMap<>(16, 0.75f, true);
  private final LinkedHashMap<Part, Cached<QueueEnds>> queueEnds =
      new LinkedHashMap<>(16, 0.75f, true);

  private record Part(String name, String part) {}

  /**
   * Those of a machine that becomes active; nothing is read before it is used.
   *
   * @param types of the machine's type, shared by its machines in this partition
   * @param machinePrefix the bytes that stand for this machine; no other machine's begin with them
   */
  MachineCollections(CollectionTypes types, byte[] machinePrefix) {
    this.types = types;
    this.machinePrefix = machinePrefix;
  }

  /**
   * The collections as one step sees them. Every step begun is ended by {@link
   * StepCollections#committed} or {@link StepCollections#rolledBack} before the next begins.
   *
   * @param view the step's own writes over those of all steps of this machine that stood before
   * @param open whether the step's handler still runs; afterwards the step's maps and queues refuse
   */
  StepCollections begin(KeyValues view, BooleanSupplier open) {
    return new StepCollections(this, view, open);
  }

  CollectionTypes types() {
    return types;
  }

  Cached<Long> mapSize(String name, String part) {
    return mapSizes.computeIfAbsent(
        new Part(name, part), made -> new Cached<>(base(MAP_SPACE, made)));
  }

  Cached<QueueEnds> queueEnds(String name, String part) {
    return queueEnds.computeIfAbsent(
        new Part(name, part), made -> new Cached<>(base(QUEUE_SPACE, made)));
  }

  /** Only between steps: within one, all handles of a collection share what is cached. */
  void trim() {
    while (mapSizes.size() > MAX_CACHED) {
      mapSizes.pollFirstEntry();
    }
    while (queueEnds.size() > MAX_CACHED) {
      queueEnds.pollFirstEntry();
    }
  }

  private byte[] base(char space, Part part) {
    return new ByteWriter()
        .u8(space)
        .raw(machinePrefix)
        .keyText(part.name())
        .keyText(part.part())
        .toBytes();
  }
}
