package dev.perdure;

import static java.util.Objects.requireNonNull;

/**
 * The public face of a machine type: its durable name and its event family; nothing about its
 * states or its code. Senders need this and no more; {@link Definition} is the wiring behind it.
 *
 * <pre>{@code
 * public static final MachineType<Event> TYPE = MachineType.of("order", Event.class);
 * }</pre>
 *
 * @param <E> the event family
 * @param name the durable name: a small letter, then small letters, digits or {@code -}; at most 64
 *     characters. It is written beside everything these machines keep, and so outlives the class
 * @param events the event family: a record, or a sealed interface of records ({@link Definition#of}
 *     checks it)
 */
public record MachineType<E>(String name, Class<E> events) {
  /** Checks the name. */
  public MachineType {
    Checks.typeName(name);
    requireNonNull(events, "events");
  }

  /**
   * A machine type.
   *
   * @throws IllegalArgumentException if the name breaks the bounds
   */
  public static <E> MachineType<E> of(String name, Class<E> events) {
    return new MachineType<>(name, events);
  }

  /**
   * Names a machine; it exists from its first event on.
   *
   * @param key 1 to 512 bytes of UTF-8 without control characters or unpaired surrogates
   * @throws IllegalArgumentException if the key breaks the bounds
   */
  public MachineRef<E> ref(String key) {
    return new MachineRef<>(name, Placement.byKey(), key);
  }

  /**
   * Names a machine among those of one placement, which share a partition. It is another machine
   * than {@code ref(key)}, and than the one with this key in any other placement.
   *
   * @param key 1 to 512 bytes of UTF-8 without control characters or unpaired surrogates
   * @throws IllegalArgumentException if the key breaks the bounds
   */
  public MachineRef<E> ref(Placement placement, String key) {
    return new MachineRef<>(name, placement, key);
  }
}
