package dev.perdure.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.DurableMap;
import dev.perdure.DurableQueue;
import dev.perdure.MapKey;
import dev.perdure.QueueKey;
import dev.perdure.kernel.spi.Codec.CodecException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * What maps and queues cost, refuse and leave behind; {@link CollectionsModelTest} has the rest.
 */
class CollectionsTest {
  private static final int MAX_VALUE_BYTES = 20;
  private static final MapKey<Integer, String> MAP =
      MapKey.of("items", Integer.class, String.class);
  private static final QueueKey<String> QUEUE = QueueKey.of("waiting", String.class);

  private final CollectionTypes types =
      new CollectionTypes("warehouse", new TextCodec(), MAX_VALUE_BYTES);
  private final MapKeyValues store = new MapKeyValues();
  private MachineCollections machine = newMachine("one");

  private MachineCollections newMachine(String name) {
    return new MachineCollections(types, new ByteWriter().keyText(name).toBytes());
  }

  /** What a passivated machine comes back with. */
  private void rehydrate() {
    machine = newMachine("one");
  }

  private void step(Consumer<StepCollections> handler) {
    StepCollections step = machine.begin(store, () -> true);
    handler.accept(step);
    step.committed();
    assertThat(store.openCursors()).isZero();
  }

  private void stepOnMap(Consumer<DurableMap<Integer, String>> handler) {
    step(step -> handler.accept(step.map(MAP)));
  }

  private void stepOnQueue(Consumer<DurableQueue<String>> handler) {
    step(step -> handler.accept(step.queue(QUEUE)));
  }

  @Test
  void puttingReadsNothing() {
    stepOnMap(map -> map.put(1, "a"));
    assertThat(store.gets() + store.scans()).isZero();
    assertThat(store.puts()).isEqualTo(1);
  }

  @Test
  void removingWhatIsNotThereWritesNothing() {
    stepOnMap(
        map -> {
          assertThat(map.remove(1)).isEmpty();
          map.clear();
        });
    stepOnQueue(
        queue -> {
          assertThat(queue.poll()).isEmpty();
          queue.clear();
        });
    assertThat(store.writes()).isZero();
  }

  @Test
  void theSizeOfAMapIsCountedOnceInAnActivation() {
    stepOnMap(map -> fill(map, 10));
    stepOnMap(map -> assertThat(map.size()).isEqualTo(10));
    assertThat(store.entriesRead()).isEqualTo(10);
    stepOnMap(
        map -> {
          map.put(3, "there before");
          map.put(11, "new");
          map.remove(4);
          map.remove(12);
          assertThat(map.size()).isEqualTo(10);
          assertThat(map.isEmpty()).isFalse();
        });
    assertThat(store.entriesRead()).isEqualTo(10);
    rehydrate();
    stepOnMap(map -> assertThat(map.size()).isEqualTo(10));
    assertThat(store.entriesRead()).isEqualTo(20);
  }

  @Test
  void emptinessCostsOneEntry() {
    stepOnMap(map -> assertThat(map.isEmpty()).isTrue());
    stepOnMap(map -> fill(map, 100));
    stepOnMap(map -> assertThat(map.isEmpty()).isFalse());
    assertThat(store.entriesRead()).isEqualTo(1);
  }

  @Test
  void twoHandlesOfOneMapAreOneMap() {
    step(
        step -> {
          DurableMap<Integer, String> first = step.map(MAP);
          DurableMap<Integer, String> second = step.map(MAP);
          assertThat(first.size()).isZero();
          second.put(1, "a");
          assertThat(first.size()).isEqualTo(1);
          assertThat(first.get(1)).hasValue("a");
        });
  }

  @Test
  void aMillionEntriesAreReadOneAtATime() {
    int many = 1_000_000;
    stepOnMap(map -> fill(map, many));
    stepOnMap(
        map -> {
          Iterator<Map.Entry<Integer, String>> entries = map.entries().iterator();
          for (int key = 0; key < many; key++) {
            assertThatEntry(entries.next(), key);
            if (store.entriesRead() != key + 1) {
              throw new AssertionError("read ahead of the iteration at " + key);
            }
          }
          assertThat(entries.hasNext()).isFalse();
          assertThat(store.scans()).isEqualTo(1);
          assertThat(store.openCursors()).isZero();
        });
    stepOnMap(map -> assertThatEntry(map.entriesAfter(777_777).iterator().next(), 777_778));
    assertThat(store.entriesRead()).isEqualTo(many + 1);
  }

  private static void assertThatEntry(Map.Entry<Integer, String> entry, int key) {
    if (entry.getKey() != key || !entry.getValue().equals("v" + key)) {
      throw new AssertionError(entry + " in place of " + key);
    }
  }

  @Test
  void anIterationShowsTheMapAsItWasWhenItBegan() {
    stepOnMap(map -> fill(map, 3));
    stepOnMap(
        map -> {
          map.put(3, "of this step");
          Iterable<Map.Entry<Integer, String>> entries = map.entries();
          map.put(4, "before the iterator");
          List<Integer> seen = new ArrayList<>();
          for (Map.Entry<Integer, String> entry : entries) {
            seen.add(entry.getKey());
            map.remove(entry.getKey());
            map.put(100 + entry.getKey(), "after the iterator");
          }
          assertThat(seen).containsExactly(0, 1, 2, 3, 4);
          assertThat(map.entries()).extracting(Map.Entry::getKey).first().isEqualTo(100);
        });
  }

  @Test
  void anIterationOfAQueueShowsItAsItWasWhenItBegan() {
    stepOnQueue(queue -> List.of("a", "b", "c").forEach(queue::add));
    stepOnQueue(
        queue -> {
          List<String> seen = new ArrayList<>();
          for (String value : queue.values()) {
            seen.add(value);
            queue.clear();
            queue.add("later");
          }
          assertThat(seen).containsExactly("a", "b", "c");
          assertThat(queue.values()).containsExactly("later");
        });
  }

  @Test
  void rangesIncludeTheirBeginAndNotTheirEnd() {
    stepOnMap(map -> List.of(-5, 0, 5, 10).forEach(key -> map.put(key, "v")));
    stepOnMap(
        map -> {
          assertThat(keys(map.entries(0, 10))).containsExactly(0, 5);
          assertThat(keys(map.entries(-100, 1))).containsExactly(-5, 0);
          assertThat(keys(map.entries(5, 5))).isEmpty();
          assertThat(keys(map.entries(10, -5))).isEmpty();
          assertThat(keys(map.entriesAfter(0))).containsExactly(5, 10);
          assertThat(keys(map.entriesAfter(3))).containsExactly(5, 10);
          assertThat(keys(map.entriesAfter(10))).isEmpty();
        });
  }

  @Test
  void whatAnIterationLeavesOpenIsClosedWithTheStep() {
    stepOnMap(map -> fill(map, 3));
    StepCollections step = machine.begin(store, () -> true);
    Iterator<Map.Entry<Integer, String>> left = step.map(MAP).entries().iterator();
    left.next();
    assertThat(store.openCursors()).isEqualTo(1);
    step.rolledBack();
    assertThat(store.openCursors()).isZero();
    assertThatIllegalStateException()
        .isThrownBy(left::hasNext)
        .withMessageContaining("this step is over: map 'items'");
  }

  @Test
  void iterationsNeverFinishedHaveABound() {
    stepOnMap(map -> fill(map, 3));
    stepOnMap(
        map -> {
          for (int i = 0; i < StepCollections.MAX_OPEN_CURSORS; i++) {
            map.entries().iterator().next();
          }
          assertThatIllegalStateException()
              .isThrownBy(() -> map.entries().iterator())
              .withMessageContaining("map 'items': 1000 iterations");
        });
  }

  @Test
  void anIterationAtItsEndSaysSo() {
    stepOnMap(
        map -> {
          Iterator<Map.Entry<Integer, String>> none = map.entries().iterator();
          assertThat(none.hasNext()).isFalse();
          assertThatThrownBy(none::next)
              .isInstanceOf(NoSuchElementException.class)
              .hasMessageContaining("map 'items'");
        });
  }

  @Test
  void aMapOutlivesItsStepToNoUse() {
    boolean[] open = {true};
    StepCollections step = machine.begin(store, () -> open[0]);
    DurableMap<Integer, String> map = step.map(MAP);
    DurableQueue<String> queue = step.queue(QUEUE);
    Iterable<Map.Entry<Integer, String>> entries = map.entries();
    Iterable<String> values = queue.values();
    open[0] = false;
    List<Runnable> uses =
        List.of(
            () -> map.get(1),
            () -> map.contains(1),
            () -> map.put(1, "a"),
            () -> map.remove(1),
            map::size,
            map::isEmpty,
            map::entries,
            () -> map.entries(1, 2),
            () -> map.entries(2, 1),
            () -> map.entriesAfter(1),
            map::clear,
            () -> entries.forEach(entry -> {}),
            () -> queue.add("a"),
            queue::peek,
            queue::poll,
            queue::size,
            queue::isEmpty,
            queue::values,
            queue::clear,
            () -> values.forEach(value -> {}),
            () -> step.map(MAP),
            () -> step.queue(QUEUE));
    for (Runnable use : uses) {
      assertThatIllegalStateException()
          .isThrownBy(use::run)
          .withMessageContaining("this step is over")
          .withMessageContaining("next step");
    }
    assertThat(store.writes()).isZero();
  }

  @Test
  void aMapOfAStepThatEndedRefusesInTheNext() {
    StepCollections first = machine.begin(store, () -> true);
    DurableMap<Integer, String> kept = first.map(MAP);
    first.committed();
    stepOnMap(
        map ->
            assertThatIllegalStateException()
                .isThrownBy(() -> kept.put(1, "a"))
                .withMessageContaining("this step is over"));
  }

  @Test
  void partsAreApart() {
    // As texts one after the other, name and part of these would be the same.
    MapKey<Integer, String> longName = MapKey.of("itemsx", Integer.class, String.class);
    step(
        step -> {
          step.map(MAP.part("x")).put(1, "part");
          step.map(longName).put(1, "name");
          step.map(MAP).put(2, "whole");
          step.queue(QUEUE.part("x")).add("queue");
        });
    step(
        step -> {
          assertThat(keys(step.map(MAP).entries())).containsExactly(2);
          assertThat(step.map(MAP.part("x")).get(1)).hasValue("part");
          assertThat(step.map(longName).get(1)).hasValue("name");
          step.map(MAP).clear();
          assertThat(step.map(MAP.part("x")).size()).isEqualTo(1);
          assertThat(step.queue(QUEUE).isEmpty()).isTrue();
        });
  }

  @Test
  void machinesAreApart() {
    stepOnMap(map -> map.put(1, "of one"));
    machine = newMachine("other");
    stepOnMap(map -> assertThat(map.isEmpty()).isTrue());
  }

  @Test
  void anEmptiedCollectionLeavesNothingBehind() {
    step(
        step -> {
          step.map(MAP).put(1, "a");
          for (int i = 0; i < 100; i++) {
            step.queue(QUEUE.part("p" + i)).add("a");
          }
        });
    step(
        step -> {
          step.map(MAP).clear();
          for (int i = 0; i < 100; i++) {
            step.queue(QUEUE.part("p" + i)).poll();
          }
        });
    assertThat(store.size()).isZero();
  }

  @Test
  void aQueueIsReadOnceInAnActivation() {
    stepOnQueue(queue -> queue.add("a"));
    rehydrate();
    stepOnQueue(queue -> assertThat(queue.size()).isEqualTo(1));
    long gets = store.gets();
    stepOnQueue(
        queue -> {
          queue.add("b");
          assertThat(queue.size()).isEqualTo(2);
        });
    assertThat(store.gets()).isEqualTo(gets);
  }

  @Test
  void whatIsRememberedHasABound() {
    int parts = 3 * MachineCollections.MAX_CACHED;
    step(
        step -> {
          for (int i = 0; i < parts; i++) {
            step.queue(QUEUE.part("p" + i)).add("a");
          }
        });
    long gets = store.gets();
    step(
        step -> {
          for (int i = parts - 1; i >= 0; i--) {
            assertThat(step.queue(QUEUE.part("p" + i)).size()).isEqualTo(1);
          }
        });
    assertThat(store.gets() - gets).isEqualTo(parts - MachineCollections.MAX_CACHED);
  }

  @Test
  void aValueOverTheBoundIsRefused() {
    String bound = "x".repeat(MAX_VALUE_BYTES);
    stepOnMap(map -> map.put(1, bound));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> stepOnMap(map -> map.put(1, bound + "y")))
        .withMessageContaining("map 'items': a value has 21 bytes, more than 20");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> stepOnQueue(queue -> queue.add(bound + "y")))
        .withMessageContaining("queue 'waiting': a value has 21 bytes, more than 20");
  }

  @Test
  void aKeyOverTheBoundIsRefused() {
    MapKey<String, String> texts = MapKey.of("texts", String.class, String.class);
    String text = "x".repeat(CollectionTypes.MAX_KEY_BYTES - 2);
    step(step -> step.map(texts).put(text, "a"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> step(step -> step.map(texts).get(text + "y")))
        .withMessageContaining("map 'texts': a key has 1201 bytes, more than 1200");
  }

  @Test
  @SuppressWarnings("NullAway") // What a caller without the checker may do.
  void nullIsNeitherKeyNorValue() {
    stepOnMap(
        map -> {
          assertThatNullPointerException()
              .isThrownBy(() -> map.get(null))
              .withMessage("map 'items': a key must not be null");
          assertThatNullPointerException()
              .isThrownBy(() -> map.put(1, null))
              .withMessage("map 'items': a value must not be null");
        });
    stepOnQueue(
        queue ->
            assertThatNullPointerException()
                .isThrownBy(() -> queue.add(null))
                .withMessage("queue 'waiting': a value must not be null"));
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // As an unchecked cast would let through.
  void anotherClassThanTheKeySaysIsRefused() {
    stepOnMap(
        map -> {
          DurableMap raw = map;
          assertThatIllegalArgumentException()
              .isThrownBy(() -> raw.put("1", "a"))
              .withMessage("map 'items': the key is a java.lang.String, not a java.lang.Integer");
          assertThatIllegalArgumentException()
              .isThrownBy(() -> raw.put(1, 1))
              .withMessage("map 'items': the value is a java.lang.Integer, not a java.lang.String");
        });
  }

  @Test
  void aNameStandsForOneType() {
    stepOnMap(map -> map.put(1, "a"));
    machine = newMachine("other");
    MapKey<Long, String> otherKeys = MapKey.of("items", Long.class, String.class);
    MapKey<Integer, Long> otherValues = MapKey.of("items", Integer.class, Long.class);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> step(step -> step.map(otherKeys.part("p"))))
        .withMessage(
            "map 'items' of machine type 'warehouse' is from java.lang.Integer to java.lang.String"
                + " and cannot be from java.lang.Long to java.lang.String as well; rename one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> step(step -> step.map(otherValues)))
        .withMessageContaining("to java.lang.Long as well");
    stepOnQueue(queue -> queue.add("a"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> step(step -> step.queue(QueueKey.of("waiting", Long.class))))
        .withMessage(
            "queue 'waiting' of machine type 'warehouse' is of java.lang.String and cannot be of"
                + " java.lang.Long as well; rename one");
  }

  @Test
  void aMapAndAQueueMayShareAName() {
    QueueKey<Long> queue = QueueKey.of("items", Long.class);
    step(
        step -> {
          step.map(MAP).put(1, "a");
          step.queue(queue).add(7L);
          assertThat(step.map(MAP).size()).isEqualTo(1);
          assertThat(step.queue(queue).peek()).hasValue(7L);
        });
  }

  @Test
  void aTypeThatSaysNothingIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QueueKey.of("q", Object.class))
        .withMessageContaining("java.lang.Object");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MapKey.of("m", String.class, List.class))
        .withMessageContaining("java.util.List");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> step(step -> step.queue(QueueKey.of("q", Double.class))))
        .withMessage(
            "queue 'q' of machine type 'warehouse': java.lang.Double is neither text nor a whole"
                + " number");
  }

  @Test
  void aNameForEachItemIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                step(
                    step -> {
                      for (int i = 0; i <= CollectionTypes.MAX_NAMES; i++) {
                        step.queue(QueueKey.<String>of("hold-" + i, String.class));
                      }
                    }))
        .withMessageContaining("'warehouse' has 1000 names of queues")
        .withMessageContaining("part()");
  }

  @Test
  void damageIsNamedAndNeverSkipped() {
    stepOnQueue(queue -> List.of("a", "b", "c", "d").forEach(queue::add));
    byte[] base = base('q', "waiting");
    store.delete(new ByteWriter().raw(base).u64(3).toBytes());
    assertThatIllegalStateException()
        .isThrownBy(() -> stepOnQueue(queue -> queue.values().forEach(value -> {})))
        .withMessageContaining("queue 'waiting': damaged store: value 3");
    store.delete(new ByteWriter().raw(base).u64(1).toBytes());
    assertThatIllegalStateException()
        .isThrownBy(() -> stepOnQueue(queue -> queue.values().forEach(value -> {})))
        .withMessageContaining("queue 'waiting': damaged store: value 1");
    store.delete(new ByteWriter().raw(base).u64(0).toBytes());
    assertThatIllegalStateException()
        .isThrownBy(() -> stepOnQueue(DurableQueue::poll))
        .withMessageContaining("queue 'waiting': damaged store: value 0");
    store.put(base, new byte[] {1, 0});
    rehydrate();
    assertThatIllegalStateException()
        .isThrownBy(() -> stepOnQueue(DurableQueue::size))
        .withMessageContaining("queue 'waiting'")
        .withMessageContaining("damaged");
    store.put(new ByteWriter().raw(base('c', "items")).u8(1).toBytes(), new byte[0]);
    assertThatIllegalStateException()
        .isThrownBy(() -> stepOnMap(map -> map.entries().iterator().next()))
        .withMessageContaining("map 'items': a stored key is no java.lang.Integer");
  }

  @Test
  void aValueThatCannotBeReadIsNamedWithItsCollection() {
    QueueKey<Long> numbers = QueueKey.of("numbers", Long.class);
    step(step -> step.queue(numbers).add(1L));
    byte[] key = new ByteWriter().raw(base('q', "numbers")).u64(0).toBytes();
    store.put(key, "one".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> step(step -> step.queue(numbers).peek()))
        .isInstanceOf(CodecException.class)
        .hasMessage("queue 'numbers': a stored value is no java.lang.Long: no whole number");
  }

  private static byte[] base(char space, String name) {
    return new ByteWriter().u8(space).keyText("one").keyText(name).keyText("").toBytes();
  }

  private static void fill(DurableMap<Integer, String> map, int count) {
    for (int key = 0; key < count; key++) {
      map.put(key, "v" + key);
    }
  }

  private static List<Integer> keys(Iterable<Map.Entry<Integer, String>> entries) {
    List<Integer> keys = new ArrayList<>();
    entries.forEach(entry -> keys.add(entry.getKey()));
    return keys;
  }
}
