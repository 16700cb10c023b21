package dev.perdure;

import static java.util.Objects.requireNonNull;

/**
 * The address of a machine that takes events of family {@code E}. Plain data: it may be kept in
 * states and events, and is good as the key of a {@link DurableMap}, where refs are ordered by
 * type, placement tag and key. Two refs are equal when they name the same machine.
 *
 * <p>Refs come from {@link MachineType#ref(String)}, {@link Step#newRef(MachineType)} and {@link
 * Step#self()}; the constructor checks the bounds but not whether such a machine type exists.
 *
 * @param <E> the events that the holder may send
 * @param type the durable name of the machine type, as in {@link MachineType#name()}
 * @param placement what decides the partition; part of the machine's identity
 * @param key 1 to 512 bytes of UTF-8 without control characters (U+0000 to U+001F) or unpaired
 *     surrogates
 */
public record MachineRef<E>(String type, Placement placement, String key) {
  /** Checks type and key. */
  public MachineRef {
    Checks.typeName(type);
    requireNonNull(placement, "placement");
    Checks.text("machine key", key);
  }

  /** Whether the ref was made with a tag of its own, rather than placed by its key. */
  public boolean placed() {
    return !placement.isByKey();
  }

  /** The same machine for a holder who may send it only {@code F}. */
  public <F extends E> MachineRef<F> narrow() {
    return new MachineRef<>(type, placement, key);
  }

  /**
   * {@code type/key}, or {@code type/{tag}/key} when placed. For people and logs: a key may hold
   * slashes and braces, so it is not meant to be parsed.
   */
  @Override
  public String toString() {
    return placed() ? type + "/" + placement + "/" + key : type + "/" + key;
  }
}
