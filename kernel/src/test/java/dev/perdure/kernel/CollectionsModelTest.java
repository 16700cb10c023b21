package dev.perdure.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.DurableMap;
import dev.perdure.DurableQueue;
import dev.perdure.MapKey;
import dev.perdure.QueueKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random steps on maps and queues, some rolled back, some after a passivation, beside a {@link
 * TreeMap} and an {@link ArrayDeque} to which the same is done: both always say the same.
 */
class CollectionsModelTest {
  private static final int STEPS = 60;
  private static final int KEYS = 12;
  private static final List<String> PARTS = List.of("", "a", "ab");
  private static final MapKey<Integer, String> MAP = MapKey.of("map", Integer.class, String.class);
  private static final QueueKey<String> QUEUE = QueueKey.of("queue", String.class);

  /** What the collections of one machine should be. */
  private record Model(
      Map<String, NavigableMap<Integer, String>> maps, Map<String, ArrayDeque<String>> queues) {
    Model() {
      this(new TreeMap<>(), new TreeMap<>());
    }

    NavigableMap<Integer, String> map(String part) {
      return maps.computeIfAbsent(part, _ -> new TreeMap<>());
    }

    ArrayDeque<String> queue(String part) {
      return queues.computeIfAbsent(part, _ -> new ArrayDeque<>());
    }

    Model copy() {
      Model copy = new Model();
      maps.forEach((part, map) -> copy.map(part).putAll(map));
      queues.forEach((part, queue) -> copy.queue(part).addAll(queue));
      return copy;
    }
  }

  static List<Long> seeds() {
    List<Long> seeds = new ArrayList<>();
    for (long seed = 0; seed < 300; seed++) {
      seeds.add(seed);
    }
    return seeds;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void randomStepsDoWhatTheyDoToTheModel(long seed) {
    Random random = new Random(seed);
    CollectionTypes types = new CollectionTypes("model", new TextCodec(), 100);
    Model stood = new Model();
    MapKeyValues store = new MapKeyValues();
    MachineCollections machine = new MachineCollections(types, new byte[] {1});
    for (int i = 0; i < STEPS; i++) {
      if (random.nextInt(10) == 0) {
        machine = new MachineCollections(types, new byte[] {1});
      }
      Model model = stood.copy();
      MapKeyValues view = store.copy();
      StepCollections step = machine.begin(view, () -> true);
      for (int left = random.nextInt(12); left > 0; left--) {
        String part = PARTS.get(random.nextInt(PARTS.size()));
        if (random.nextBoolean()) {
          useMap(random, step.map(MAP.part(part)), model.map(part));
        } else {
          useQueue(random, step.queue(QUEUE.part(part)), model.queue(part));
        }
      }
      if (random.nextInt(3) == 0) {
        step.rolledBack();
      } else {
        step.committed();
        stood = model;
        store = view;
      }
      assertThat(view.openCursors()).isZero();
    }
    StepCollections last = machine.begin(store, () -> true);
    for (String part : PARTS) {
      assertSame(last.map(MAP.part(part)), stood.map(part));
      assertSame(last.queue(QUEUE.part(part)), stood.queue(part));
    }
    last.committed();
  }

  private static void useMap(
      Random random, DurableMap<Integer, String> map, NavigableMap<Integer, String> model) {
    int key = random.nextInt(KEYS);
    int other = random.nextInt(KEYS);
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> {
        String value = "v" + random.nextInt(100);
        map.put(key, value);
        model.put(key, value);
      }
      case 3, 4 -> assertThat(map.remove(key)).isEqualTo(Optional.ofNullable(model.remove(key)));
      case 5 -> assertThat(map.get(key)).isEqualTo(Optional.ofNullable(model.get(key)));
      case 6 -> assertThat(map.contains(key)).isEqualTo(model.containsKey(key));
      case 7 -> assertThat(map.size()).isEqualTo(model.size());
      case 8 -> assertThat(map.isEmpty()).isEqualTo(model.isEmpty());
      case 9 -> {
        Map<Integer, String> range = key < other ? model.subMap(key, other) : Map.of();
        assertThat(map.entries(key, other)).containsExactlyElementsOf(range.entrySet());
        assertThat(map.entriesAfter(key))
            .containsExactlyElementsOf(model.tailMap(key, false).entrySet());
      }
      case 10 -> changeWhileIterating(random, map, model);
      default -> {
        if (random.nextInt(4) == 0) {
          map.clear();
          model.clear();
        }
        assertSame(map, model);
      }
    }
  }

  private static void changeWhileIterating(
      Random random, DurableMap<Integer, String> map, NavigableMap<Integer, String> model) {
    Iterator<Map.Entry<Integer, String>> expected = new TreeMap<>(model).entrySet().iterator();
    Iterator<Map.Entry<Integer, String>> entries = map.entries().iterator();
    while (random.nextInt(8) != 0 && entries.hasNext()) {
      assertThat(entries.next()).isEqualTo(expected.next());
      int key = random.nextInt(KEYS);
      if (random.nextBoolean()) {
        map.put(key, "changed");
        model.put(key, "changed");
      } else {
        map.remove(key);
        model.remove(key);
      }
    }
  }

  private static void useQueue(
      Random random, DurableQueue<String> queue, ArrayDeque<String> model) {
    switch (random.nextInt(10)) {
      case 0, 1, 2 -> {
        String value = "v" + random.nextInt(100);
        queue.add(value);
        model.add(value);
      }
      case 3, 4, 5 -> assertThat(queue.poll()).isEqualTo(Optional.ofNullable(model.poll()));
      case 6 -> assertThat(queue.peek()).isEqualTo(Optional.ofNullable(model.peek()));
      case 7 -> assertThat(queue.size()).isEqualTo(model.size());
      case 8 -> assertSame(queue, model);
      default -> {
        if (random.nextInt(4) == 0) {
          queue.clear();
          model.clear();
        }
        assertThat(queue.isEmpty()).isEqualTo(model.isEmpty());
      }
    }
  }

  private static void assertSame(
      DurableMap<Integer, String> map, NavigableMap<Integer, String> model) {
    assertThat(map.entries()).containsExactlyElementsOf(model.entrySet());
    assertThat(map.size()).isEqualTo(model.size());
  }

  private static void assertSame(DurableQueue<String> queue, ArrayDeque<String> model) {
    assertThat(queue.values()).containsExactlyElementsOf(model);
    assertThat(queue.size()).isEqualTo(model.size());
  }
}
