package dev.perdure.benchmarks;

import dev.perdure.Part;
import dev.perdure.benchmarks.load.Feeding;
import dev.perdure.benchmarks.load.InFlight;
import dev.perdure.benchmarks.machines.Alarm;
import dev.perdure.benchmarks.machines.Feeder;
import dev.perdure.benchmarks.measure.Meter;
import dev.perdure.node.Node;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Very many machines with a timer each, due evenly over some time in no order. They are set before
 * the first is due, unless that takes too long, which the result says. Latencies are how late the
 * timers were: from when one was due to the step that it made.
 */
public record TimersWorkload(int timers, Duration over) implements NodeWorkload {
  /** How many timers there are unless said otherwise. */
  public static final int TIMERS = 1_000_000;

  /** Over which time they are due unless said otherwise. */
  public static final Duration OVER = Duration.ofMinutes(10);

  /** Timers set in a second at the slowest, and what is added to the time that they are given. */
  private static final int SET_PER_SECOND = 10_000;

  private static final Duration SET_AT_LEAST = Duration.ofSeconds(5);
  private static final Duration LATEST = Duration.ofSeconds(30);
  private static final long LOOK_MILLIS = 20;

  /** Spreads numbers: prime, so that each comes once. */
  private static final long SPREAD = 2_654_435_761L;

  /** Of a timer that did not fire once, and that not early. */
  private static final int WRONG = -1;

  /** Checks the bounds. */
  public TimersWorkload {
    if (timers < 1) throw new IllegalArgumentException("timers must be >= 1: " + timers);
    if (over.isNegative()) throw new IllegalArgumentException("over must be >= 0: " + over);
  }

  @Override
  public String name() {
    return "timers";
  }

  @Override
  public Map<String, Long> parameters() {
    Map<String, Long> parameters = new LinkedHashMap<>();
    parameters.put("timers", (long) timers);
    parameters.put("over_s", over.toSeconds());
    return parameters;
  }

  @Override
  public int payloadBytes() {
    return Alarm.STATE_BYTES;
  }

  @Override
  public List<Part> parts() {
    return List.of(
        Alarm.DEFINITION,
        Feeder.definition(
            (step, i, firstDue) -> step.send(Alarm.ref(i), new Alarm.Wind(firstDue + offset(i)))));
  }

  /** When a timer is due, in milliseconds after the first. */
  private long offset(long timer) {
    return timer * SPREAD % timers * over.toMillis() / timers;
  }

  @Override
  public Check load(Node node, Meter meter) throws InterruptedException {
    meter.phase("setting %,d timers".formatted(timers));
    long firstDue =
        System.currentTimeMillis()
            + SET_AT_LEAST.toMillis()
            + TimeUnit.SECONDS.toMillis(timers) / SET_PER_SECOND;
    Feeding feeding = new Feeding(node);
    feeding.feed(timers, 1, firstDue);
    meter.figure(
        "set_late_ms", Math.max(0, Math.toIntExact(System.currentTimeMillis() - firstDue)));
    meter.begin();
    long latest = firstDue + over.plus(LATEST).toMillis();
    long all = feeding.steps() + timers;
    while (node.operator().statistics().steps() < all && System.currentTimeMillis() < latest) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    meter.end(timers);
    meter.phase("reading how late they were");
    AtomicIntegerArray late = late(node);
    int wrong = 0;
    for (int i = 0; i < timers; i++) {
      if (late.get(i) == WRONG) wrong++;
      else meter.add(TimeUnit.MILLISECONDS.toNanos(late.get(i)));
    }
    meter.figure("wrong", wrong);
    boolean right = wrong == 0;
    return reopened -> right && isSame(late, late(reopened));
  }

  /** How late each was, in milliseconds, or that it is wrong. */
  private AtomicIntegerArray late(Node node) throws InterruptedException {
    AtomicIntegerArray late = new AtomicIntegerArray(timers);
    InFlight.forAll(
        0,
        timers,
        i ->
            node.client()
                .query(Alarm.ref(i), Alarm.Rung.class, Alarm.ReadRung::new)
                .thenAccept(
                    rung -> {
                      boolean right = rung.times() == 1 && rung.lateMillis() >= 0;
                      late.set((int) i, right ? Math.toIntExact(rung.lateMillis()) : WRONG);
                    }));
    return late;
  }

  private static boolean isSame(AtomicIntegerArray one, AtomicIntegerArray other) {
    for (int i = 0; i < one.length(); i++) {
      if (one.get(i) != other.get(i)) return false;
    }
    return true;
  }
}
