package dev.perdure.kernel;

import dev.perdure.Outcome;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.kernel.spi.Codec;
import dev.perdure.kernel.spi.Codec.ValueCodec;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One event type as the kernel sees it: its durable name, its codec, where its {@link ReplyTo} is,
 * and where the hole for an {@link Outcome} is. Immutable; shared by all partitions.
 */
public final class EventShape {
  private final Class<?> type;
  private final String name;
  private final ValueCodec<Object> codec;
  private final boolean query;
  private final Constructor<?> constructor;
  private final Method[] accessors;

  /** Which component is the {@link ReplyTo}; -1 for none. */
  private final int replyTo;

  /** Its accessor as {@code (Object) -> ReplyTo}: every request is looked at. */
  private final @Nullable MethodHandle readReplyTo;

  /** Which component is the {@link Outcome}; -1 for none. */
  private final int hole;

  private final @Nullable ValueCodec<?> result;
  private final @Nullable Class<?> resultType;

  @SuppressWarnings("unchecked") // Only events of this class are given to the codec.
  EventShape(Class<?> type, String name, Codec codecs) {
    this.type = type;
    this.name = name;
    this.codec = (ValueCodec<Object>) codecs.of(type);
    this.query = Query.class.isAssignableFrom(type);
    RecordComponent[] components = type.getRecordComponents();
    this.accessors = new Method[components.length];
    Class<?>[] parameters = new Class<?>[components.length];
    int reply = -1;
    int outcome = -1;
    Class<?> outcomeOf = null;
    for (int i = 0; i < components.length; i++) {
      accessors[i] = components[i].getAccessor();
      accessors[i].setAccessible(true);
      parameters[i] = components[i].getType();
      if (parameters[i] == ReplyTo.class) {
        reply = i;
      } else if (parameters[i] == Outcome.class) {
        outcome = i;
        outcomeOf = resultOf(components[i]);
      }
    }
    this.replyTo = reply;
    this.readReplyTo = reply < 0 ? null : handle(accessors[reply]);
    this.hole = outcome;
    this.resultType = outcomeOf;
    this.result = outcomeOf == null ? null : codecs.of(outcomeOf);
    try {
      this.constructor = type.getDeclaredConstructor(parameters);
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException("no canonical constructor: " + type.getName(), e);
    }
    constructor.setAccessible(true);
  }

  private static MethodHandle handle(Method accessor) {
    try {
      return MethodHandles.lookup()
          .unreflect(accessor)
          .asType(MethodType.methodType(ReplyTo.class, Object.class));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("cannot read " + accessor, e);
    }
  }

  private static Class<?> resultOf(RecordComponent component) {
    if (component.getGenericType() instanceof ParameterizedType generic
        && generic.getActualTypeArguments()[0] instanceof Class<?> of) {
      return of;
    }
    throw new IllegalArgumentException(
        "component '%s' of event %s must be an Outcome of a class, such as Outcome<Receipt>, not %s"
            .formatted(
                component.getName(),
                component.getDeclaringRecord().getTypeName(),
                component.getGenericType().getTypeName()));
  }

  public Class<?> type() {
    return type;
  }

  public String name() {
    return name;
  }

  public boolean isQuery() {
    return query;
  }

  /** Whether events of this type carry a {@link ReplyTo}. */
  public boolean hasReplyTo() {
    return replyTo >= 0;
  }

  /** Whether events of both types are answered, and by values of the same type. */
  boolean isAnsweredAs(EventShape other) {
    return hasReplyTo() && other.hasReplyTo() && answer().equals(other.answer());
  }

  /** The type of the {@link ReplyTo} with that of the answer in it. */
  private Type answer() {
    return accessors[replyTo].getGenericReturnType();
  }

  /**
   * The event again, with another {@link ReplyTo}.
   *
   * @throws IllegalArgumentException if the event's constructor does not take it
   */
  Object withReplyTo(Object event, ReplyTo<?> to) {
    @Nullable Object[] values = components(event);
    values[replyTo] = to;
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          "the constructor of %s refuses the ReplyTo: %s".formatted(name, e.getCause()),
          e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make " + type.getName(), e);
    }
  }

  public byte[] encode(Object event) {
    return codec.encode(event);
  }

  public Object decode(byte[] bytes) {
    return codec.decode(bytes);
  }

  /** Bytes that are equal for equal events; {@link ValueCodec#canonical}. */
  byte[] canonical(byte[] encoded) {
    return codec.canonical(encoded);
  }

  /**
   * Where the answer to this event goes, if it asks for one.
   *
   * @throws IllegalStateException when the accessor throws
   */
  public @Nullable ReplyTo<?> replyTo(Object event) {
    MethodHandle reading = readReplyTo;
    if (reading == null) {
      return null;
    }
    try {
      return (ReplyTo<?>) reading.invokeExact(event);
    } catch (Throwable e) {
      Faults.passOn(e);
      throw new IllegalStateException(accessors[replyTo] + " throws", e);
    }
  }

  /** Whether events of this type have a hole for an outcome. */
  boolean hasHole() {
    return hole >= 0;
  }

  /** The class that the outcome in the hole is of. */
  @Nullable Class<?> resultType() {
    return resultType;
  }

  /**
   * The event again, with what came back in its hole.
   *
   * @throws IllegalStateException when its constructor refuses the outcome
   */
  Object fill(Object template, Answer answer) {
    return filled(template, outcome(answer));
  }

  /** Whether the event can be made around that outcome, as far as its constructor has a say. */
  boolean accepts(Object event, Outcome<?> outcome) {
    try {
      filled(event, outcome);
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private Object filled(Object event, Outcome<?> outcome) {
    @Nullable Object[] values = components(event);
    values[hole] = outcome;
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      Faults.passOn(e.getCause());
      throw new IllegalStateException(
          "the constructor of %s refuses the outcome %s".formatted(name, outcome), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make " + type.getName(), e);
    }
  }

  private Outcome<?> outcome(Answer answer) {
    return switch (answer) {
      case Answer.Value(var bytes) -> decoded(bytes);
      case Answer.No(var cause, var reason) -> new Outcome.Failed<>(cause, reason);
      case Answer.Unknown(var reason) -> new Outcome.Unknown<>(reason);
      case Answer.Accepted _, Answer.Overloaded _, Answer.IdReused _ ->
          throw new IllegalStateException("not an answer to an ask: " + answer);
    };
  }

  private Outcome<?> decoded(byte[] bytes) {
    try {
      return new Outcome.Done<>(Objects.requireNonNull(result).decode(bytes));
    } catch (Throwable e) { // Also what the constructor of a record throws.
      Faults.passOn(e);
      String why = Faults.printable(e).getMessage();
      return new Outcome.Failed<>(
          Outcome.Cause.ERROR, "the answer is not what was asked for: " + why);
    }
  }

  /** Whether that very outcome is in the event's hole. */
  boolean holds(Object event, Outcome<?> outcome) {
    return Identity.same(component(accessors[hole], event), outcome);
  }

  /** Whether two events made around different outcomes are equal in everything else. */
  boolean sameButForHole(Object one, Object other) {
    @Nullable Object[] ones = components(one);
    @Nullable Object[] others = components(other);
    for (int i = 0; i < ones.length; i++) {
      if (i != hole && !Objects.equals(ones[i], others[i])) {
        return false;
      }
    }
    return true;
  }

  private @Nullable Object[] components(Object event) {
    @Nullable Object[] values = new Object[accessors.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = component(accessors[i], event);
    }
    return values;
  }

  private static @Nullable Object component(Method accessor, Object event) {
    try {
      return accessor.invoke(event);
    } catch (InvocationTargetException e) {
      Faults.passOn(e.getCause());
      throw new IllegalStateException(accessor + " throws", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + accessor, e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
