package dev.perdure.testing.world;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.Array;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A value as text that depends on nothing but the value. {@code toString} alone does not do: it
 * prints arrays and lambdas by their identity, and the JDK's immutable sets and maps, and what was
 * copied from them, in an order that each JVM chooses anew. So sets and maps are sorted here.
 */
public final class ValueText {
  private ValueText() {}

  /** As {@code toString} has it, wherever that says the same each time. */
  public static String of(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String text -> text;
      case Record of when isGenerated(of) -> ofRecord(of);
      case Optional<?> of -> of.map(held -> "Optional[" + of(held) + "]").orElse("Optional.empty");
      case List<?> of -> inBrackets("[", of.stream().map(ValueText::of), "]");
      case Set<?> of -> inBrackets("[", of.stream().map(ValueText::of).sorted(), "]");
      case Map<?, ?> of -> inBrackets("{", entries(of).sorted(), "}");
      case Object of when of.getClass().isArray() -> ofArray(of);
      default -> ofOther(value);
    };
  }

  /** Whether a record is printed as the language says; its author may have written another way. */
  private static boolean isGenerated(Record of) {
    return of.toString().startsWith(of.getClass().getSimpleName() + "[");
  }

  private static String ofRecord(Record of) {
    return inBrackets(
        of.getClass().getSimpleName() + "[",
        RecordParts.of(of.getClass()).stream().map(part -> part.name() + "=" + of(part.of(of))),
        "]");
  }

  private static String ofArray(Object of) {
    IntStream places = IntStream.range(0, Array.getLength(of));
    return inBrackets("[", places.mapToObj(i -> of(Array.get(of, i))), "]");
  }

  private static String ofOther(Object of) {
    String text = of.toString();
    String name = of.getClass().getName();
    boolean identity = text.equals(name + "@" + Integer.toHexString(System.identityHashCode(of)));
    return identity ? requireNonNull(of.getClass().getSimpleName()) : text;
  }

  private static Stream<String> entries(Map<?, ?> of) {
    return of.entrySet().stream().map(each -> of(each.getKey()) + "=" + of(each.getValue()));
  }

  private static String inBrackets(String open, Stream<String> texts, String close) {
    return texts.collect(Collectors.joining(", ", open, close));
  }
}
