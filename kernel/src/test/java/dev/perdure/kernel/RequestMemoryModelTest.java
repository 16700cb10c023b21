package dev.perdure.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.kernel.StepRecord.Remembered;
import dev.perdure.kernel.StepRecord.Standing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Records with requests, commits, loads that take their time, crashes, and a clock that jumps,
 * beside a map: what must be remembered is, and nothing else.
 */
final class RequestMemoryModelTest {
  private static final int ACTIONS = 600;
  private static final int MOST_UNCOMMITTED = 30;

  private final Map<String, Deque<Known>> model = new LinkedHashMap<>();
  private final List<String> names = new ArrayList<>();

  private record Known(Standing standing, long recordNo, long atMillis) {}

  static List<Long> seeds() {
    List<Long> seeds = new ArrayList<>();
    for (long seed = 0; seed < 200; seed++) {
      seeds.add(seed);
    }
    return seeds;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatMustBeRememberedIs(long seed) {
    Random random = new Random(seed);
    Remembering ids = new Remembering(1 + random.nextInt(seed % 2 == 0 ? 5 : 200));
    boolean slowClock = random.nextBoolean();
    List<OldIds> loading = new ArrayList<>();
    boolean isOurs = false;
    for (int i = 0; i < ACTIONS; i++) {
      switch (random.nextInt(12)) {
        case 0, 1, 2, 3, 4 -> remember(ids, random);
        case 5, 6 -> ids.commit(1 + random.nextInt(5));
        case 7 -> {
          OldIds old = ids.memory().toLoad();
          if (old != null) {
            loading.addLast(old);
            isOurs = true;
          }
        }
        case 8 -> {
          if (!loading.isEmpty()) {
            boolean isLast = isOurs && loading.size() == 1;
            OldIds old = loading.removeFirst(); // Those of former owners are late.
            old.load(ids.store);
            if (isLast) {
              ids.memory().loaded(old);
              isOurs = false;
            }
          }
        }
        case 9 -> ids.nowMillis += random.nextInt(slowClock ? 1_000 : 50_000) - 500;
        case 10 -> {
          if (random.nextInt(10) == 0) {
            ids.crash();
            isOurs = false;
            long committed = ids.committed();
            model.values().forEach(known -> known.removeIf(one -> one.recordNo > committed));
          }
        }
        default -> check(ids, random);
      }
    }
    for (String name : names) {
      check(ids, name);
    }
  }

  private void remember(Remembering ids, Random random) {
    if (ids.recordNo() - ids.committed() >= MOST_UNCOMMITTED) {
      return;
    }
    Map<String, Remembered> all = new LinkedHashMap<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      boolean isNew = names.isEmpty() || random.nextBoolean();
      String name = isNew ? "r" + names.size() : names.get(random.nextInt(names.size()));
      Standing known = check(ids, name);
      if (isNew) {
        names.add(name);
      }
      if (known == Standing.ACCEPTED || (known == null && random.nextInt(3) > 0)) {
        all.put(name, Remembering.answered(name));
      } else if (known == null) {
        all.put(name, Remembering.accepted(name));
      }
    }
    if (!all.isEmpty()) {
      ids.remember(all.values().toArray(Remembered[]::new));
      all.forEach(
          (name, one) ->
              model
                  .computeIfAbsent(name, _ -> new ArrayDeque<>())
                  .addLast(new Known(one.standing(), ids.recordNo(), ids.nowMillis)));
    }
  }

  private void check(Remembering ids, Random random) {
    if (!names.isEmpty()) {
      check(ids, names.get(random.nextInt(names.size())));
    }
    assertThat(ids.standing("new" + random.nextInt(1_000))).isNull();
  }

  /** What is known of an id; when it may be forgotten, what is found. */
  private @Nullable Standing check(Remembering ids, String name) {
    Deque<Known> all = model.get(name);
    Known known = all == null ? null : all.peekLast();
    Standing found = ids.standing(name);
    boolean mayBeForgotten =
        known != null
            && known.standing != Standing.ACCEPTED
            && ids.nowMillis >= known.atMillis + Remembering.RETENTION_MILLIS;
    if (found != null || !mayBeForgotten) {
      assertThat(found).as(name).isEqualTo(known == null ? null : known.standing);
    }
    return found;
  }
}
