package dev.perdure;

/**
 * Names a durable queue of a machine and says what is in it; {@link Step#queue} opens it. Keep it
 * as a constant.
 *
 * @param <V> the values
 * @param name 1 to 512 bytes of UTF-8 without control characters or unpaired surrogates; durable
 * @param part which of the queues under this name, bounded likewise; empty for the one that is not
 *     divided
 * @param values the class of the values, as for {@link MapKey}
 */
public record QueueKey<V>(String name, String part, Class<? super V> values) {
  /** Checks name, part and class. */
  public QueueKey {
    Checks.text("queue name", name);
    Checks.textOrEmpty("queue part", part);
    StoredTypes.checkValue("values of a durable queue", values);
  }

  /**
   * The queue of this name.
   *
   * @throws IllegalArgumentException if the name breaks the bounds or the class cannot be stored
   */
  public static <V> QueueKey<V> of(String name, Class<? super V> values) {
    return new QueueKey<>(name, "", values);
  }

  /** One of any number of queues under this name, such as one for each item. */
  public QueueKey<V> part(String part) {
    return new QueueKey<>(name, part, values);
  }
}
