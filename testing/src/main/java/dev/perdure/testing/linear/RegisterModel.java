package dev.perdure.testing.linear;

import dev.perdure.testing.RunListener.Reply;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** A machine that holds one value, which is written, read, and changed if it is as expected. */
public final class RegisterModel<V> implements SequentialModel<V> {
  private final V initial;
  private final Function<Object, Operation<V>> operations;

  /** What an event does. */
  public sealed interface Operation<V> {
    /** Writes a value; any value may come back. */
    record Write<V>(V value) implements Operation<V> {}

    /** The value comes back. */
    record Read<V>() implements Operation<V> {}

    /** Writes a value if the expected one is there; whether it was comes back as a boolean. */
    record CompareAndSet<V>(V expected, V value) implements Operation<V> {}

    /** Does nothing to the value. */
    record Other<V>() implements Operation<V> {}
  }

  /**
   * @param initial the value before the first request
   * @param operations what an event does
   */
  public RegisterModel(V initial, Function<Object, Operation<V>> operations) {
    this.initial = initial;
    this.operations = operations;
  }

  @Override
  public V initial() {
    return initial;
  }

  @Override
  public Optional<V> after(V state, Object event, Optional<Reply> reply) {
    if (reply.isPresent() && reply.get() instanceof Reply.Failure) {
      return Optional.of(state); // Refused: nothing was done.
    }
    return switch (operations.apply(event)) {
      case Operation.Write<V>(var value) -> Optional.of(value);
      case Operation.Read<V>() -> answers(reply, state) ? Optional.of(state) : Optional.empty();
      case Operation.CompareAndSet<V>(var expected, var value) -> {
        boolean there = Objects.equals(state, expected);
        yield answers(reply, there) ? Optional.of(there ? value : state) : Optional.empty();
      }
      case Operation.Other<V>() -> Optional.of(state);
    };
  }

  static boolean answers(Optional<Reply> reply, Object expected) {
    return reply.isEmpty()
        || (reply.get() instanceof Reply.Value(var value) && Objects.equals(value, expected));
  }
}
