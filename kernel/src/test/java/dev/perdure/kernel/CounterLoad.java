package dev.perdure.kernel;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Part;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Counters: each request id adds once, and is answered with the total of that moment. */
final class CounterLoad implements Load {
  private static final MachineType<Event> TYPE = MachineType.of("counter", Event.class);
  private static final int COUNTERS = 5;

  private final FaultyWorld world;
  private final Map<String, Long> issued = new LinkedHashMap<>();
  private int ids;

  sealed interface Event {}

  record Add(String id, long amount) implements Event {}

  record AddAndTell(String id, long amount, ReplyTo<Long> to) implements Event {}

  record Look(ReplyTo<Long> to) implements Event, Query {}

  record Count(long total, List<String> ids) {
    Count plus(String id, long amount) {
      List<String> more = new ArrayList<>(ids);
      more.add(id + "=" + amount);
      return new Count(total + amount, List.copyOf(more));
    }
  }

  CounterLoad(FaultyWorld world) {
    this.world = world;
  }

  private final class Counter implements Machine<Count, Event> {
    @Override
    public Count initial() {
      world.flaky();
      return new Count(0, List.of());
    }

    @Override
    public Count on(Count count, Event event, Step<Event> step) {
      Count next =
          switch (event) {
            case Add(var id, var amount) -> count.plus(id, amount);
            case AddAndTell(var id, var amount, var to) -> {
              Count counted = count.plus(id, amount);
              step.reply(to, counted.total());
              yield counted;
            }
            case Look(var to) -> {
              step.reply(to, count.total());
              yield count;
            }
          };
      world.flaky();
      return next;
    }
  }

  @Override
  public List<Part> parts() {
    return List.of(Definition.of(TYPE, Count.class, Counter::new));
  }

  private static MachineRef<Event> ref(int number) {
    return TYPE.ref("c" + number);
  }

  @Override
  public void act(RandomGenerator random) {
    MachineRef<Event> counter = ref(random.nextInt(COUNTERS));
    if (random.nextInt(4) == 0) {
      world.query(
          counter,
          Long.class,
          Look::new,
          seen -> {
            Count durable = world.state(counter, Count.class);
            long total = durable == null ? 0 : durable.total();
            Violation.check(seen <= total, "G4: a query shows %d, durable is %d", seen, total);
          });
      return;
    }
    String id = "add" + ids++;
    long amount = 1 + random.nextLong(9);
    issued.put(id, amount);
    if (random.nextBoolean()) {
      world.send(id, counter, new Add(id, amount));
    } else {
      world.<Event, Long>ask(id, counter, to -> new AddAndTell(id, amount, to));
    }
  }

  @Override
  public boolean settle() {
    return false;
  }

  @Override
  public void answered(Asked asked, Answer answer) {
    if (asked.event instanceof AddAndTell(var id, var amount, _)) {
      Count durable = world.state(asked.to, Count.class);
      Violation.check(durable != null, "G4: %s answered, no machine", asked);
      if (durable != null) {
        int at = durable.ids().indexOf(id + "=" + amount);
        Violation.check(at >= 0, "G4: %s answered, not durable", asked);
        long then =
            durable.ids().subList(0, at + 1).stream()
                .mapToLong(one -> Long.parseLong(one.substring(one.indexOf('=') + 1)))
                .sum();
        boolean right =
            answer instanceof Answer.Value(var bytes)
                && world.codec(Long.class).decode(bytes) == then;
        Violation.check(right, "G1: %s answered %s, and it was %d", asked, answer, then);
      }
    }
  }

  @Override
  public void check() {
    List<String> stepped = new ArrayList<>();
    for (int i = 0; i < COUNTERS; i++) {
      Count count = world.state(ref(i), Count.class);
      if (count != null) {
        stepped.addAll(count.ids());
        long sum =
            count.ids().stream()
                .mapToLong(one -> Long.parseLong(one.substring(one.indexOf('=') + 1)))
                .sum();
        Violation.check(sum == count.total(), "G1: total %s", count);
      }
    }
    List<String> wanted = issued.entrySet().stream().map(Object::toString).toList();
    Violation.check(
        new LinkedHashSet<>(stepped).size() == stepped.size(), "G2: stepped twice: %s", stepped);
    Violation.check(
        new LinkedHashSet<>(stepped).equals(new LinkedHashSet<>(wanted)),
        "G2: wanted %s, stepped %s",
        wanted,
        stepped);
  }
}
