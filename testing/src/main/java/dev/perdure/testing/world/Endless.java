package dev.perdure.testing.world;

import dev.perdure.testing.CommittedStep;
import dev.perdure.testing.Violation;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Notices that one drive of the world does not end: messages that go round and round, so that time
 * never passes, or timers that never stop where the drive ends at rest only.
 */
final class Endless {
  /**
   * A turn makes up to 64 steps, and each is kept as history: many more of them than this end in
   * want of memory rather than in a failure. It is far more than programs make that come to rest,
   * and than the patience of monitors.
   */
  static final int MOST_STEPS = 30_000;

  private static final int MOST_TURNS = 300_000;
  private static final int MOST_IDLE_TURNS = 50_000;

  /** What is told of those that go on: of their last steps, by who made the most of them. */
  private static final int LAST_STEPS = 1_000;

  private static final int MOST_TOLD = 5;

  private final World world;
  private final boolean toRest;
  private final long lastTurn;
  private long atMillis;
  private long atSteps;
  private long steppedAtTurn;
  private long stepsThen;
  private boolean calm;
  private long calmSteps;

  /**
   * A drive begins.
   *
   * @param toRest whether it has no end in time
   */
  Endless(World world, boolean toRest) {
    this.world = world;
    this.toRest = toRest;
    this.lastTurn = world.turn() + MOST_TURNS;
    this.atMillis = world.nowMillis();
    this.atSteps = world.checks().steps();
    this.stepsThen = atSteps;
    this.steppedAtTurn = world.turn();
  }

  /**
   * A turn has ended.
   *
   * @throws Violation if there were too many
   */
  void turned() {
    long steps = world.checks().steps();
    if (world.nowMillis() != atMillis) {
      atMillis = world.nowMillis();
      atSteps = steps;
    }
    if (!calm && world.chances.isCalm()) {
      calm = true;
      calmSteps = steps;
    }
    if (steps > stepsThen) {
      stepsThen = steps;
      steppedAtTurn = world.turn();
    } else if (world.turn() > steppedAtTurn + MOST_IDLE_TURNS) {
      throw new Violation(
          "G5: never comes to rest, and nothing was stepped in %d turns"
              .formatted(MOST_IDLE_TURNS));
    }
    if (steps - atSteps > MOST_STEPS) {
      throw neverRests(MOST_STEPS + " steps, and no time passes");
    }
    if (toRest && calm && steps - calmSteps > MOST_STEPS) {
      throw neverRests(MOST_STEPS + " steps without any fault");
    }
    if (world.turn() > lastTurn) {
      throw neverRests(MOST_TURNS + " turns");
    }
  }

  private Violation neverRests(String after) {
    String advice =
        toRest
            ? "programs that go on for ever are run for a duration, and have no invariants"
            : "run it for a shorter time, if it is to go on for ever";
    return new Violation(
        "never comes to rest: %s; the last steps are %s; %s".formatted(after, last(), advice));
  }

  private String last() {
    List<CommittedStep> all = world.history();
    List<CommittedStep> last = all.subList(Math.max(0, all.size() - LAST_STEPS), all.size());
    Map<String, Integer> times = new LinkedHashMap<>();
    for (CommittedStep step : last) {
      times.merge(step.eventName() + " of " + step.machine(), 1, Integer::sum);
    }
    return times.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(MOST_TOLD)
        .map(entry -> "%s (%d of %d)".formatted(entry.getKey(), entry.getValue(), last.size()))
        .collect(Collectors.joining(", "));
  }
}
