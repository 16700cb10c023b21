package dev.perdure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link MapKey} and {@link QueueKey} take. */
class CollectionKeyTest {
  enum Size {
    SMALL
  }

  record Sku(String maker, int number) {}

  record Slot(Sku sku, Size size, Instant from, UUID id, MachineRef<Sku> by, long row) {}

  sealed interface Shape {
    record Round() implements Shape {}
  }

  record Box<T>(T content) {}

  record Empty() {}

  record Deep(List<String> path) {}

  record Outer(Deep deep) {}

  record Loop(Loop next) {}

  record Fraction(double value) {}

  @ParameterizedTest
  @ValueSource(
      classes = {
        String.class,
        Integer.class,
        Long.class,
        Size.class,
        UUID.class,
        Instant.class,
        MachineRef.class,
        Sku.class,
        Slot.class
      })
  void whatHasAnOrderIsAKey(Class<?> keys) {
    assertThat(new MapKey<>("items", "", keys, String.class).keys()).isEqualTo(keys);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        Object.class,
        int.class,
        Double.class,
        List.class,
        Shape.class,
        Deep.class,
        Box.class,
        Loop.class,
        Fraction.class,
        Number.class
      })
  void whatHasNoAgreedOrderIsNoKey(Class<?> keys) {
    assertThatThrownBy(() -> new MapKey<>("items", "", keys, String.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("keys of a durable map: ")
        .hasMessageContaining("cannot be ordered as a key; use String, Integer, Long, an enum");
  }

  @Test
  void theMessageLeadsToTheComponentAtFault() {
    assertThatThrownBy(() -> MapKey.of("items", Outer.class, String.class))
        .hasMessageContaining("component 'deep' of " + Outer.class.getTypeName())
        .hasMessageContaining("component 'path' of " + Deep.class.getTypeName())
        .hasMessageContaining("java.util.List cannot be ordered");
  }

  @Test
  void aKeyWithoutComponentsIsRefused() {
    assertThatThrownBy(() -> MapKey.of("items", Empty.class, String.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no components, so all its keys are one");
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        String.class,
        Boolean.class,
        Size.class,
        Sku.class,
        Empty.class,
        Shape.class,
        MachineRef.class,
        ReplyTo.class,
        byte[].class
      })
  void whatItsClassDescribesIsAValue(Class<?> values) {
    assertThat(new MapKey<>("items", "", String.class, values).values()).isEqualTo(values);
    assertThat(new QueueKey<>("items", "", values).values()).isEqualTo(values);
  }

  @Test
  void whatItsClassDoesNotDescribeIsNoValue() {
    refusedValue(Object.class, "does not say what is in it");
    refusedValue(Number.class, "does not say what is in it");
    refusedValue(Runnable.class, "does not say what is in it");
    refusedValue(List.class, "loses its type arguments here");
    refusedValue(Box.class, "loses its type arguments here");
    refusedValue(Outcome.class, "loses its type arguments here");
    refusedValue(long.class, "use its box");
    refusedValue(Void.class, "use a record without components");
  }

  private static void refusedValue(Class<?> values, String problem) {
    assertThatThrownBy(() -> new MapKey<>("items", "", String.class, values))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("values of a durable map: " + values.getTypeName())
        .hasMessageContaining(problem);
    assertThatThrownBy(() -> new QueueKey<>("items", "", values))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("values of a durable queue: ")
        .hasMessageContaining(problem);
    assertThatThrownBy(() -> Activity.of("charge", values, values, Activity.Policy.standard()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("request of activity 'charge': ")
        .hasMessageContaining(problem);
  }

  @Test
  void aPartIsAnotherCollectionOfTheSameName() {
    MapKey<Sku, Long> items = MapKey.of("items", Sku.class, Long.class);
    assertThat(items.part("a")).isEqualTo(items.part("a")).isNotEqualTo(items);
    assertThat(items.part("a").name()).isEqualTo("items");
    assertThat(items.part("a").part("")).isEqualTo(items);
    QueueKey<Sku> waiting = QueueKey.of("waiting", Sku.class);
    assertThat(waiting.part("a")).isEqualTo(waiting.part("a")).isNotEqualTo(waiting);
  }

  @Test
  void aNameIsNotEmpty() {
    assertThatThrownBy(() -> MapKey.of("", String.class, String.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("map name must not be empty");
    assertThatThrownBy(() -> QueueKey.of("", String.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("queue name must not be empty");
  }
}
