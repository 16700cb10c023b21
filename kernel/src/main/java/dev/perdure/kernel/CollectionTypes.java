package dev.perdure.kernel;

import dev.perdure.MapKey;
import dev.perdure.QueueKey;
import dev.perdure.kernel.spi.Codec;
import dev.perdure.kernel.spi.Codec.CodecException;
import dev.perdure.kernel.spi.Codec.ValueCodec;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The durable maps and queues that the machines of one type use in one partition: the codecs of
 * each, made at its first use, and the rule that a name stands for one type. Used by the
 * partition's thread alone.
 */
final class CollectionTypes {
  /** Bound of the encoded key of an entry: a ref with the longest parts, and something beside. */
  static final int MAX_KEY_BYTES = 1_200;

  /** Bound of the maps' names, and of the queues': one for each item is a part, not a name. */
  static final int MAX_NAMES = 1_000;

  private final String machineType;
  private final Codec codec;
  private final int maxValueBytes;
  private final TreeMap<String, MapType<?, ?>> maps = new TreeMap<>();
  private final TreeMap<String, QueueType<?>> queues = new TreeMap<>();

  /**
   * Nothing yet: each type is made at its first use.
   *
   * @param machineType its durable name
   * @param maxValueBytes the bound of one encoded value
   */
  CollectionTypes(String machineType, Codec codec, int maxValueBytes) {
    this.machineType = machineType;
    this.codec = codec;
    this.maxValueBytes = maxValueBytes;
  }

  /** What is common to all parts of a map. */
  record MapType<K, V>(
      String name, Class<?> keyClass, Class<?> valueClass, KeyCodec<K> keys, Values<V> values) {
    void encodeKey(K key, ByteWriter to) {
      if (key == null) {
        throw new NullPointerException(this + ": a key must not be null");
      }
      if (!keyClass.isInstance(key)) {
        throw new IllegalArgumentException(
            "%s: the key is a %s, not a %s"
                .formatted(this, key.getClass().getTypeName(), keyClass.getTypeName()));
      }
      int before = to.length();
      try {
        keys.encode(key, to);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            this + ": a key cannot be written: " + e.getMessage(), e);
      }
      int bytes = to.length() - before;
      if (bytes > MAX_KEY_BYTES) {
        throw new IllegalArgumentException(
            "%s: a key has %d bytes, more than %d".formatted(this, bytes, MAX_KEY_BYTES));
      }
    }

    K decodeKey(byte[] bytes, int from) {
      try {
        ByteReader reader = new ByteReader(bytes, from);
        K key = keys.decode(reader);
        if (!reader.atEnd()) {
          throw new IllegalStateException("bytes are left over at " + reader.position());
        }
        return key;
      } catch (RuntimeException e) { // Also what the constructor of a key record throws.
        throw new IllegalStateException(
            "%s: a stored key is no %s: %s".formatted(this, keyClass.getTypeName(), e.getMessage()),
            e);
      }
    }

    @Override
    public String toString() {
      return "map '" + name + "'";
    }
  }

  /** What is common to all parts of a queue. */
  record QueueType<V>(String name, Class<?> valueClass, Values<V> values) {
    @Override
    public String toString() {
      return "queue '" + name + "'";
    }
  }

  /** Values of one collection, with its name in every error. */
  record Values<V>(String owner, Class<?> type, ValueCodec<V> codec, int maxBytes) {
    byte[] encode(V value) {
      if (value == null) {
        throw new NullPointerException(owner + ": a value must not be null");
      }
      if (!type.isInstance(value)) {
        throw new IllegalArgumentException(
            "%s: the value is a %s, not a %s"
                .formatted(owner, value.getClass().getTypeName(), type.getTypeName()));
      }
      byte[] bytes;
      try {
        bytes = codec.encode(value);
      } catch (CodecException e) {
        throw new CodecException(owner + ": a value cannot be written: " + e.getMessage(), e);
      }
      if (bytes.length > maxBytes) {
        throw new IllegalArgumentException(
            "%s: a value has %d bytes, more than %d; spread it over entries"
                .formatted(owner, bytes.length, maxBytes));
      }
      return bytes;
    }

    V decode(byte[] bytes) {
      try {
        return codec.decode(bytes);
      } catch (CodecException e) {
        throw new CodecException(
            "%s: a stored value is no %s: %s".formatted(owner, type.getTypeName(), e.getMessage()),
            e);
      }
    }
  }

  /**
   * The type of a map, the same whatever its part.
   *
   * @throws IllegalArgumentException when the classes are refused, or are others than before
   */
  @SuppressWarnings("unchecked") // The classes are compared.
  <K, V> MapType<K, V> map(MapKey<K, V> key) {
    MapType<?, ?> known = maps.get(key.name());
    if (known == null) {
      return newMap(key);
    }
    if (known.keyClass() != key.keys() || known.valueClass() != key.values()) {
      throw new IllegalArgumentException(
          "%s of machine type '%s' is from %s to %s and cannot be from %s to %s as well; rename one"
              .formatted(
                  known,
                  machineType,
                  known.keyClass().getTypeName(),
                  known.valueClass().getTypeName(),
                  key.keys().getTypeName(),
                  key.values().getTypeName()));
    }
    return (MapType<K, V>) known;
  }

  /**
   * The type of a queue, the same whatever its part.
   *
   * @throws IllegalArgumentException when the class is refused, or is another than before
   */
  @SuppressWarnings("unchecked") // The classes are compared.
  <V> QueueType<V> queue(QueueKey<V> key) {
    QueueType<?> known = queues.get(key.name());
    if (known == null) {
      return newQueue(key);
    }
    if (known.valueClass() != key.values()) {
      throw new IllegalArgumentException(
          "%s of machine type '%s' is of %s and cannot be of %s as well; rename one"
              .formatted(
                  known,
                  machineType,
                  known.valueClass().getTypeName(),
                  key.values().getTypeName()));
    }
    return (QueueType<V>) known;
  }

  @SuppressWarnings("unchecked") // What is put and got as a K is one of the class for K.
  private <K, V> MapType<K, V> newMap(MapKey<K, V> key) {
    checkRoom(maps, "maps");
    String owner = "map '" + key.name() + "'";
    KeyCodec<K> keys =
        (KeyCodec<K>) made(owner, key.keys(), type -> OrderedKeys.of(type, codec::nameOf));
    Values<V> values = values(owner, key.values());
    MapType<K, V> made = new MapType<>(key.name(), key.keys(), key.values(), keys, values);
    maps.put(key.name(), made);
    return made;
  }

  private <V> QueueType<V> newQueue(QueueKey<V> key) {
    checkRoom(queues, "queues");
    QueueType<V> made =
        new QueueType<>(
            key.name(), key.values(), values("queue '" + key.name() + "'", key.values()));
    queues.put(key.name(), made);
    return made;
  }

  @SuppressWarnings("unchecked") // What is put and got as a V is one of the class for V.
  private <V> Values<V> values(String owner, Class<? super V> type) {
    ValueCodec<V> values = (ValueCodec<V>) made(owner, type, codec::of);
    return new Values<>(owner, type, values, maxValueBytes);
  }

  /** A codec, or why there is none, with the collection's name. */
  private <C> C made(String owner, Class<?> type, Function<Class<?>, C> maker) {
    try {
      return maker.apply(type);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s of machine type '%s': %s".formatted(owner, machineType, e.getMessage()), e);
    }
  }

  private void checkRoom(Map<String, ?> names, String what) {
    if (names.size() >= MAX_NAMES) {
      throw new IllegalArgumentException(
          "machine type '%s' has %d names of %s, the most there can be; for one per item use part()"
              .formatted(machineType, MAX_NAMES, what));
    }
  }
}
