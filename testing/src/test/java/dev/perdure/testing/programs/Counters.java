package dev.perdure.testing.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Part;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import dev.perdure.testing.SimulatedClient;
import dev.perdure.testing.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Counters: each request id adds once, and is answered with the total of that moment. */
@SuppressWarnings("FutureReturnValueIgnored") // The run waits for all requests.
public final class Counters implements Program {
  private static final MachineType<Event> TYPE = MachineType.of("counter", Event.class);
  private static final int COUNTERS = 5;

  /** By id: what is added. */
  private final Map<String, Long> issued = new LinkedHashMap<>();

  /** How many requests there will be; 0 at first. */
  private int requests;

  private int made;

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

  private static final class Counter implements Machine<Count, Event> {
    @Override
    public Count initial() {
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
      return next;
    }
  }

  private static MachineRef<Event> ref(int number) {
    return TYPE.ref("c" + number);
  }

  @Override
  public List<Part> parts(Simulation simulation) {
    return List.of(Definition.of(TYPE, Count.class, Counter::new));
  }

  @Override
  public boolean act(Simulation simulation) {
    RandomGenerator random = simulation.random();
    requests = requests == 0 ? 10 + random.nextInt(40) : requests;
    SimulatedClient client = simulation.client("client" + made % 3);
    MachineRef<Event> counter = ref(random.nextInt(COUNTERS));
    String id = "add" + made++;
    long amount = 1 + random.nextLong(9);
    switch (random.nextInt(5)) {
      case 0 -> client.query(counter, Long.class, Look::new);
      case 1, 2 -> {
        issued.put(id, amount);
        client.send(counter, new Add(id, amount));
      }
      default -> {
        issued.put(id, amount);
        client
            .<Event, Long>ask(counter, Long.class, to -> new AddAndTell(id, amount, to))
            .thenAccept(told -> checkTold(simulation, counter, id, amount, told));
      }
    }
    if (random.nextInt(4) == 0) {
      simulation.run(Duration.ofMillis(random.nextInt(50)));
    }
    return made < requests;
  }

  private static void checkTold(
      Simulation simulation, MachineRef<Event> counter, String id, long amount, long told) {
    Count durable = simulation.state(counter, Count.class).orElseThrow();
    int at = durable.ids().indexOf(id + "=" + amount);
    assertThat(at).as("%s is answered, and durable", id).isNotNegative();
    assertThat(told).as("what %s was told", id).isEqualTo(sum(durable.ids().subList(0, at + 1)));
  }

  private static long sum(List<String> ids) {
    return ids.stream().mapToLong(one -> Long.parseLong(one.substring(one.indexOf('=') + 1))).sum();
  }

  @Override
  public void check(Simulation simulation) {
    List<String> stepped = new ArrayList<>();
    for (int i = 0; i < COUNTERS; i++) {
      simulation
          .state(ref(i), Count.class)
          .ifPresent(
              count -> {
                stepped.addAll(count.ids());
                assertThat(count.total()).isEqualTo(sum(count.ids()));
              });
    }
    assertThat(stepped)
        .containsExactlyInAnyOrderElementsOf(
            issued.entrySet().stream().map(Object::toString).toList());
  }
}
