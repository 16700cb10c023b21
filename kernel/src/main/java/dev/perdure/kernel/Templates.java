package dev.perdure.kernel;

import static java.util.Objects.requireNonNull;

import dev.perdure.MachineRef;
import dev.perdure.Outcome;
import java.util.function.Function;

/**
 * Makes the events that answers come back as: data with a hole where the outcome goes. Whoever asks
 * or calls gives a function around the outcome; it runs here, on placeholders, and is never kept.
 */
final class Templates {
  private static final Outcome<Object> DONE = new Outcome.Done<>(new Object());

  private final StepServices services;

  Templates(StepServices services) {
    this.services = services;
  }

  /** An event of a machine with a hole. */
  record Template(EventShape shape, byte[] bytes) {}

  /**
   * The event that a function makes around an outcome, without one.
   *
   * @param result the class of the answer
   * @throws IllegalArgumentException when the function looks inside the outcome, or its event does
   *     not take an outcome of that class
   */
  <R> Template of(
      MachineKind kind, MachineRef<?> self, Class<R> result, Function<Outcome<R>, ?> answer) {
    Outcome<R> unknown = new Outcome.Unknown<>("");
    Object one = requireNonNull(answer.apply(unknown), "the event of an answer");
    EventShape shape = services.shapeOf(kind, self, one);
    if (!shape.hasHole()) {
      throw new IllegalArgumentException(
          "event %s has no component of type Outcome<%s> for the answer to go into"
              .formatted(shape.name(), result.getSimpleName()));
    }
    if (shape.resultType() != result) {
      throw new IllegalArgumentException(
          "event %s takes an Outcome<%s>, and this asks for a %s"
              .formatted(shape.name(), shape.resultType(), result.getName()));
    }
    if (!shape.holds(one, unknown)
        || !isSame(shape, one, answer, new Outcome.Failed<>(Outcome.Cause.ERROR, "?"))
        || !isSame(shape, one, answer, done())) {
      throw new IllegalArgumentException(
          "the function that makes event %s looks inside the outcome; it runs now, before there is"
                  .formatted(shape.name())
              + " one, and may only put it into the event: look at it when the event is handled");
    }
    return new Template(shape, services.encode(self, shape, one));
  }

  /** Whether the function makes the same event around another placeholder. */
  private static <R> boolean isSame(
      EventShape shape, Object one, Function<Outcome<R>, ?> answer, Outcome<R> placeholder) {
    Object other;
    try {
      other = answer.apply(placeholder);
    } catch (RuntimeException e) {
      // An event's constructor may look at what it is given, and refuse a placeholder; then the
      // function cannot be tried with it. A function that throws by itself looks inside.
      return !shape.accepts(one, placeholder);
    }
    return other != null
        && one.getClass() == other.getClass()
        && shape.holds(other, placeholder)
        && shape.sameButForHole(one, other);
  }

  /**
   * A Done around a value that is none: a class has not always a value that could be made up here,
   * and whoever looks at this one fails on its class.
   */
  @SuppressWarnings("unchecked") // On purpose: nobody may look at the value.
  private static <R> Outcome<R> done() {
    return (Outcome<R>) DONE;
  }
}
