package dev.perdure.testing.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.Activity;
import dev.perdure.CallId;
import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Outcome;
import dev.perdure.Part;
import dev.perdure.Step;
import dev.perdure.testing.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Activity calls: at least once under one key, after their commit; the outcome exactly once. */
@SuppressWarnings("FutureReturnValueIgnored") // The run waits for all requests.
public final class Callers implements Program {
  private static final MachineType<Event> TYPE = MachineType.of("caller", Event.class);
  private static final Activity<Long, Long> TWICE =
      Activity.of("twice", Long.class, Long.class, Activity.Policy.standard());
  private static final int CALLERS = 3;

  /** By key: the number that it was run for. */
  private final Map<String, Long> ran = new LinkedHashMap<>();

  /** How many requests there will be; 0 at first. */
  private int requests;

  private int made;

  /** The result of a call of which nobody knows. */
  private static final long LATE = -2;

  sealed interface Event {}

  record Work(long number) implements Event {}

  record Result(long number, Outcome<Long> outcome) implements Event {}

  record GiveUp() implements Event {}

  /** Waits until its machine halts, and behind it what comes meanwhile. */
  record Later() implements Event {}

  /** Calls for the last time, and halts. */
  record Last(long number) implements Event {}

  /** By number: the call under way; by number: its result, -1 for a failure. */
  record Calls(
      Map<Long, String> pending,
      Map<Long, Long> results,
      Set<Long> cancelled,
      List<String> wrong) {}

  private static final class Caller implements Machine<Calls, Event> {
    @Override
    public Calls initial() {
      return new Calls(Map.of(), Map.of(), Set.of(), List.of());
    }

    @Override
    public Calls on(Calls calls, Event event, Step<Event> step) {
      Map<Long, String> pending = new LinkedHashMap<>(calls.pending);
      Map<Long, Long> results = new LinkedHashMap<>(calls.results);
      Set<Long> cancelled = new LinkedHashSet<>(calls.cancelled);
      List<String> wrong = new ArrayList<>(calls.wrong);
      switch (event) {
        case Later _ -> {
          return step.defer(calls);
        }
        case Last(var number) -> {
          step.call(TWICE, number, outcome -> new Result(number, outcome));
          return step.halt(calls);
        }
        case Work(var number) -> {
          CallId id = step.call(TWICE, number, outcome -> new Result(number, outcome));
          pending.put(number, id.value());
        }
        case Result(var number, var outcome) -> {
          if (pending.remove(number) == null) {
            wrong.add("outcome of " + number + " and no call: " + outcome);
          }
          results.put(
              number,
              switch (outcome) {
                case Outcome.Done<Long>(var value) -> value;
                case Outcome.Failed<Long> _ -> -1L;
                case Outcome.Unknown<Long> _ -> LATE;
              });
        }
        case GiveUp _ -> {
          pending.forEach(
              (number, id) -> {
                step.cancel(new CallId(id));
                cancelled.add(number);
              });
          pending.clear();
        }
      }
      return new Calls(pending, results, cancelled, wrong);
    }
  }

  private static MachineRef<Event> ref(int number) {
    return TYPE.ref("caller" + number);
  }

  @Override
  public List<Part> parts(Simulation simulation) {
    return List.of(Definition.of(TYPE, Calls.class, Caller::new), TWICE.with(this::twice));
  }

  @Override
  public boolean act(Simulation simulation) {
    RandomGenerator random = simulation.random();
    requests = requests == 0 ? 5 + random.nextInt(30) : requests;
    long number = made++;
    if (random.nextInt(4) == 0) {
      MachineRef<Event> caller = TYPE.ref("last" + number);
      for (int i = random.nextInt(4); i > 0; i--) {
        simulation.client("client").send(caller, new Later());
      }
      simulation.client("client").send(caller, new Last(number));
    } else {
      Event event = random.nextInt(8) == 0 ? new GiveUp() : new Work(number);
      simulation.client("client").send(ref(random.nextInt(CALLERS)), event);
    }
    if (random.nextInt(3) == 0) {
      simulation.run(Duration.ofMillis(random.nextInt(500)));
    }
    return made < requests;
  }

  @Override
  public void check(Simulation simulation) {
    for (int i = 0; i < CALLERS; i++) {
      simulation.state(ref(i), Calls.class).ifPresent(Callers::check);
    }
  }

  private long twice(long number, Activity.Attempt attempt) {
    Long before = ran.put(attempt.idempotencyKey(), number);
    assertThat(before).as("one key for one call").isIn(null, number);
    if (number % 5 == 0) {
      throw new IllegalStateException("no fives");
    }
    return number * 2;
  }

  private static void check(Calls calls) {
    assertThat(calls.wrong).isEmpty();
    assertThat(calls.pending).isEmpty();
    calls.results.forEach(
        (number, result) -> assertThat(result).isIn(number % 5 == 0 ? -1L : number * 2, LATE));
  }
}
