package dev.perdure.testing.replay;

import static java.util.Objects.requireNonNull;

import dev.perdure.ReplyTo;
import dev.perdure.kernel.ReplyAddress;
import dev.perdure.testing.CommittedStep;
import dev.perdure.testing.Violation;
import dev.perdure.testing.world.RecordParts;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks that have no answer yet, of clients and of machines. At the end of a history each of them
 * must still be able to get one: its {@link ReplyTo} is in some state, map or queue, or in an event
 * that is under way. One that is nowhere was forgotten, and can only run out of patience.
 */
final class OpenAsks {
  /** By the address of the answer: who asked what. */
  private final Map<String, String> asked = new LinkedHashMap<>();

  /** The step that had the ask's event. */
  private final Map<String, CommittedStep> takenBy = new LinkedHashMap<>();

  /** A machine asks. */
  void asked(String address, CommittedStep by, Object event) {
    asked.put(address, "%s asked %s".formatted(by.machine(), event));
  }

  /** An event is handled; if it asks something, the ask is with its machine now. */
  void handled(CommittedStep step, boolean fromClient) {
    ReplyTo<?> to = replyTo(step.event());
    if (to == null) {
      return;
    }
    if (fromClient && ReplyAddress.parse(to.address()) instanceof ReplyAddress.OfRequest) {
      asked.put(to.address(), "a client asked " + step.event());
    }
    takenBy.put(to.address(), step);
  }

  /** An event is turned down, or its machine ends with it: whoever asked hears that. */
  void turnedDown(Object event) {
    ReplyTo<?> to = replyTo(event);
    if (to != null) {
      over(to.address());
    }
  }

  /** It was answered, refused or cancelled, or nobody waits any more. */
  void over(String address) {
    asked.remove(address);
    takenBy.remove(address);
  }

  private static @Nullable ReplyTo<?> replyTo(Object event) {
    for (RecordParts.Part part : RecordParts.of(event.getClass())) {
      if (part.type() == ReplyTo.class) {
        return (ReplyTo<?>) part.of(event);
      }
    }
    return null;
  }

  /**
   * None is forgotten.
   *
   * @param kept where a ReplyTo may be: states, what is in collections, events under way
   */
  void check(Stream<?> kept) {
    if (asked.isEmpty()) {
      return;
    }
    Set<String> held = new HashSet<>();
    kept.forEach(value -> addresses(value, held));
    asked.forEach(
        (address, ask) -> {
          if (!held.contains(address)) {
            throw forgotten(ask, requireNonNull(takenBy.get(address), address));
          }
        });
  }

  private static Violation forgotten(String ask, CommittedStep by) {
    return new Violation(
        "forgotten ask: %s; %s took it in step %d and has not answered, and its ReplyTo is in no state, map, queue or event any more"
            .formatted(ask, by.machine(), by.number()));
  }

  private static void addresses(@Nullable Object in, Set<String> found) {
    switch (in) {
      case null -> {}
      case ReplyTo<?> to -> found.add(to.address());
      case Record parts ->
          RecordParts.of(parts.getClass()).forEach(part -> addresses(part.of(parts), found));
      case Map<?, ?> map ->
          map.forEach(
              (key, value) -> {
                addresses(key, found);
                addresses(value, found);
              });
      case Iterable<?> all -> all.forEach(one -> addresses(one, found));
      case Optional<?> one -> one.ifPresent(value -> addresses(value, found));
      case Object[] all -> Arrays.stream(all).forEach(one -> addresses(one, found));
      default -> {}
    }
  }
}
