package dev.perdure;

/**
 * Names a durable map of a machine and says what is in it; {@link Step#map} opens it. Keep it as a
 * constant of the machine's class, or of one nested in it: those are checked when the node is
 * opened. One that is kept elsewhere, or made in the handler, is looked at only when it is used;
 * what is wrong with it fails the step.
 *
 * <pre>{@code
 * static final MapKey<Sku, Item> ITEMS = MapKey.of("items", Sku.class, Item.class);
 * }</pre>
 *
 * <p>Keys are {@code String}, {@code Integer}, {@code Long}, an enum, {@code UUID}, {@code
 * Instant}, {@link MachineRef}, or a record of these (there also {@code int} and {@code long}).
 * Numbers are ordered by value, strings by code point, enums by the durable names of their
 * constants, refs and records component by component. Values are anything the codec can write and
 * read back from its class alone: a record, a sealed interface of records, a box, {@code String}; a
 * raw {@code List} or {@code Object} is refused.
 *
 * @param <K> the keys
 * @param <V> the values
 * @param name 1 to 512 bytes of UTF-8 without control characters or unpaired surrogates; durable
 * @param part which of the maps under this name, bounded likewise; empty for the one that is not
 *     divided
 * @param keys the class of the keys; for {@code MachineRef<X>} it is {@code MachineRef.class}
 * @param values the class of the values
 */
public record MapKey<K, V>(
    String name, String part, Class<? super K> keys, Class<? super V> values) {

  /** Checks name, part and classes. */
  public MapKey {
    Checks.text("map name", name);
    Checks.textOrEmpty("map part", part);
    StoredTypes.checkKey("keys of a durable map", keys);
    StoredTypes.checkValue("values of a durable map", values);
  }

  /**
   * The map of this name.
   *
   * @throws IllegalArgumentException if the name breaks the bounds or a class cannot be stored
   */
  public static <K, V> MapKey<K, V> of(
      String name, Class<? super K> keys, Class<? super V> values) {
    return new MapKey<>(name, "", keys, values);
  }

  /**
   * One of any number of maps under this name, such as one for each item. The parts are independent
   * and none is made before something is put there.
   */
  public MapKey<K, V> part(String part) {
    return new MapKey<>(name, part, keys, values);
  }
}
