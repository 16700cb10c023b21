package dev.perdure.node.codec;

import static java.util.Objects.requireNonNull;

import dev.perdure.kernel.spi.Codec;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * The default codec: JSON, parsed by Jackson, bound to records and written here. No annotation, no
 * class name in the data, and no class is made that is not reachable from the types asked for.
 *
 * <ul>
 *   <li>A record is an object with a property for each component. A component that is null or an
 *       empty Optional is left out. Reading, unknown properties are passed over; a component that
 *       is missing or null is {@code Optional.empty()} if it is an Optional, an error if it is
 *       primitive, and otherwise null, a list too: the canonical constructor may put a default in
 *       its place or refuse it. An empty collection would look the same as one that was lost.
 *   <li>A member of a sealed family says by {@code "@type"} which it is, wherever the static type
 *       is the family. Where it is the member itself, the name is not written, and not needed but
 *       checked when read.
 *   <li>An enum is the durable name of its constant; as a member of a family {@code {"@type": ...,
 *       "@value": ...}}.
 *   <li>A map is an object where its keys are scalars or enums, else an array of {@code {"key":
 *       ..., "value": ...}}. Sets and maps keep the order they iterate in. Collections hold no
 *       null.
 *   <li>Numbers are exact. NaN and the infinities are strings.
 *   <li>At most {@value Json#MAX_DEPTH} levels and {@value Json#MAX_NUMBER_LENGTH} characters a
 *       number; no unpaired surrogates; no property twice. The bounds hold in both directions.
 * </ul>
 *
 * <p>Thread-safe.
 */
public final class JacksonCodec implements Codec {
  private final DurableNames names;
  private final Shapes shapes;
  private final Forms forms = new Forms();

  /** A codec that writes members and constants by these names. */
  public JacksonCodec(DurableNames names) {
    this.names = names;
    this.shapes = new Shapes(names);
  }

  @Override
  public String nameOf(Enum<?> constant) {
    return names.of(constant);
  }

  @Override
  public <T> ValueCodec<T> of(Class<T> type) {
    Type asked = requireNonNull(type, "type");
    return codec(asked);
  }

  /**
   * The codec for a type with arguments, such as the answer of a {@code ReplyTo<Page<Item>>}.
   *
   * @throws IllegalArgumentException as for {@link #of(Class)}
   */
  public ValueCodec<Object> of(Type type) {
    return codec(type);
  }

  private synchronized <T> ValueCodec<T> codec(Type type) {
    Shape shape = shape(type);
    return new JsonCodec<>(type.getTypeName(), forms.of(shape), Unordered.in(shape));
  }

  /** The form of a type; also for the ingress, which reads with other rules. */
  synchronized Form form(Type type) {
    return forms.of(shape(type));
  }

  /**
   * What values of the type look like.
   *
   * @throws IllegalArgumentException as for {@link #of(Class)}
   */
  public synchronized Shape shape(Type type) {
    Optional<Shape> shape = shapes.find(type, type.getTypeName());
    return shape.orElseThrow(
        () ->
            new IllegalArgumentException(
                shapes.problems().stream()
                    .map(ShapeProblem::toString)
                    .collect(
                        Collectors.joining(
                            "\n",
                            type.getTypeName() + " cannot be written and read back:\n",
                            ""))));
  }

  /**
   * One type's codec.
   *
   * @param unordered whether equal values may be written as different bytes
   */
  private record JsonCodec<T>(String typeName, Form form, boolean unordered)
      implements ValueCodec<T> {
    @Override
    public byte[] encode(T value) {
      return encode(value, JsonOutput::write);
    }

    @Override
    public byte[] canonical(byte[] encoded) {
      return unordered ? encode(decode(encoded), JsonOutput::writeCanonically) : encoded;
    }

    private byte[] encode(T value, BiFunction<Form, Object, byte[]> writer) {
      if (value == null) throw new CodecException("null is no " + typeName);
      try {
        return writer.apply(form, value);
      } catch (EncodeFault e) {
        throw new CodecException("a %s cannot be written: %s".formatted(typeName, e.getMessage()));
      } catch (ClassCastException e) {
        throw new CodecException(
            "a %s cannot be written: it is a %s".formatted(typeName, value.getClass().getName()),
            e);
      }
    }

    @Override
    @SuppressWarnings("unchecked") // The form was made for this type.
    public T decode(byte[] bytes) {
      try {
        // Many answers are just a number: making a parser takes longer than reading it.
        Object number = form instanceof IntegerForm integer ? integer.readAlone(bytes) : null;
        if (number != null) return (T) number;
        return (T) JsonInput.readAll(bytes, new JsonInput.Origin.Stored(), form);
      } catch (DecodeFault e) {
        throw new CodecException("these bytes are no %s: %s".formatted(typeName, e.getMessage()));
      }
    }
  }
}
