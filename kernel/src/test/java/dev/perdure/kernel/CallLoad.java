package dev.perdure.kernel;

import dev.perdure.Activity;
import dev.perdure.CallId;
import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Outcome;
import dev.perdure.Part;
import dev.perdure.Step;
import dev.perdure.kernel.Output.ActivityCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Activity calls: at least once under one key, after their commit; the outcome exactly once. */
final class CallLoad implements Load {
  private static final MachineType<Event> TYPE = MachineType.of("caller", Event.class);
  private static final Activity<Long, Long> TWICE =
      Activity.of("twice", Long.class, Long.class, Activity.Policy.standard());
  private static final int CALLERS = 3;

  private final FaultyWorld world;
  private final Map<String, Long> ran = new LinkedHashMap<>();

  /** Calls of machines that halted in the same step. */
  private final Set<Long> last = new LinkedHashSet<>();

  private long ids;

  sealed interface Event {}

  record Work(long number) implements Event {}

  record Result(long number, Outcome<Long> outcome) implements Event {}

  record GiveUp() implements Event {}

  /** Calls for the last time, and halts. */
  record Last(long number) implements Event {}

  /** By number: the call under way; by number: its result, -1 for a failure. */
  record Calls(
      Map<Long, String> pending, Map<Long, Long> results, Set<Long> cancelled, List<String> wrong) {
    boolean knows(long number) {
      return pending.containsKey(number)
          || results.containsKey(number)
          || cancelled.contains(number);
    }
  }

  CallLoad(FaultyWorld world) {
    this.world = world;
  }

  private final class Caller implements Machine<Calls, Event> {
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
        case Last(var number) -> {
          step.call(TWICE, number, outcome -> new Result(number, outcome));
          world.flaky();
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
                case Outcome.NotDone<Long> _ -> -1L;
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
      world.flaky();
      return new Calls(pending, results, cancelled, wrong);
    }
  }

  @Override
  public List<Part> parts() {
    return List.of(
        Definition.of(TYPE, Calls.class, Caller::new), TWICE.with((number, _) -> number * 2));
  }

  private static MachineRef<Event> ref(int number) {
    return TYPE.ref("caller" + number);
  }

  @Override
  public void act(RandomGenerator random) {
    long id = ids++;
    if (random.nextInt(4) == 0) {
      last.add(id);
      world.send("call" + id, TYPE.ref("last" + id), new Last(id));
      return;
    }
    MachineRef<Event> caller = ref(random.nextInt(CALLERS));
    Event event = random.nextInt(8) == 0 ? new GiveUp() : new Work(id);
    world.send("call" + id, caller, event);
  }

  /** G4: the call leaves its node. */
  void released(ActivityCall call) {
    long number = world.codec(Long.class).decode(call.request());
    Calls durable = world.state(call.caller(), Calls.class);
    MachineRecord caller = world.committed(call.caller());
    boolean halted = caller != null && caller.status() == Inspection.Status.HALTED;
    Violation.check(
        halted || (durable != null && durable.knows(number)),
        "G4: call %d runs before its step is durable: %s",
        number,
        durable);
  }

  Answer run(ActivityCall call) {
    long number = world.codec(Long.class).decode(call.request());
    Long before = ran.put(call.idempotencyKey(), number);
    Violation.check(
        before == null || before == number, "G2: one key for calls %d and %d", before, number);
    return number % 5 == 0
        ? new Answer.No(Outcome.Cause.ERROR, "no fives")
        : new Answer.Value(world.codec(Long.class).encode(number * 2));
  }

  @Override
  public boolean settle() {
    return false;
  }

  @Override
  public void answered(Asked asked, Answer answer) {}

  @Override
  public void check() {
    Violation.check(ran.values().containsAll(last), "G5: of %s ran only %s", last, ran);
    for (int i = 0; i < CALLERS; i++) {
      Calls calls = world.state(ref(i), Calls.class);
      if (calls != null) {
        Violation.check(calls.wrong.isEmpty(), "G2: %s", calls.wrong);
        Violation.check(calls.pending.isEmpty(), "G5: no outcome of %s", calls.pending);
        calls.results.forEach(
            (number, result) ->
                Violation.check(
                    result == (number % 5 == 0 ? -1 : number * 2),
                    "G1: call %d came to %d",
                    number,
                    result));
      }
    }
  }
}
