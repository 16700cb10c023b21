package dev.perdure.node.codec;

import dev.perdure.ReplyTo;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of one class from what callers outside send. It reads as the codec does, with two
 * differences: the {@link ReplyTo} component is filled in here and never read, and nothing but an
 * Optional may be missing or null, for an event that its sender left incomplete should be refused
 * at the door and not by the machine.
 *
 * <p>Thread-safe.
 *
 * @param <E> the event class
 */
public final class IngressDecoder<E> {
  private static final byte[] EMPTY = {'{', '}'};

  private final Class<E> event;
  private final String name;
  private final Form form;
  private final @Nullable RecordComponent reply;

  /**
   * @param event the class of one event, not of a family
   * @param name what callers call the event, for messages: its durable name
   * @throws IllegalArgumentException if the class is no record, or cannot be read
   */
  public IngressDecoder(JacksonCodec codec, Class<E> event, String name) {
    if (!event.isRecord()) {
      throw new IllegalArgumentException(
          event.getTypeName() + " is no record; give the class of one event, not of a family");
    }
    this.event = event;
    this.name = name;
    this.form = codec.form(event);
    this.reply =
        Arrays.stream(event.getRecordComponents())
            .filter(component -> component.getType() == ReplyTo.class)
            .findFirst()
            .orElse(null);
  }

  /** The type of the answer, for an event that is answered: the R of its {@code ReplyTo<R>}. */
  public Optional<Type> answer() {
    return reply != null && reply.getGenericType() instanceof ParameterizedType type
        ? Optional.of(type.getActualTypeArguments()[0])
        : Optional.empty();
  }

  /**
   * The event.
   *
   * @param json an object with the components of the event, in UTF-8; no bytes for an event that
   *     has none to give. The caller has bounded its size
   * @param replyTo where the answer goes; present exactly when the event has an {@link #answer}
   * @throws IngressException if the body is no such event
   * @throws IllegalArgumentException if {@code replyTo} is there for an event without an answer, or
   *     missing for one with an answer
   */
  public E decode(byte[] json, Optional<? extends ReplyTo<?>> replyTo) {
    if (replyTo.isPresent() != (reply != null)) {
      throw new IllegalArgumentException(
          reply == null
              ? "the event " + name + " has no ReplyTo, so nobody can be answered"
              : "the event " + name + " has a ReplyTo, so an address is needed");
    }
    try {
      JsonInput.Origin outside = new JsonInput.Origin.Outside(replyTo.map(address -> address));
      byte[] body = json.length == 0 ? EMPTY : json;
      return event.cast(JsonInput.readAll(body, outside, form));
    } catch (DecodeFault e) {
      throw new IngressException(name, e);
    }
  }
}
