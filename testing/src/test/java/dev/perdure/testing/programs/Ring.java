package dev.perdure.testing.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.Definition;
import dev.perdure.DurableMap;
import dev.perdure.DurableQueue;
import dev.perdure.DurableTimer;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.MapKey;
import dev.perdure.Part;
import dev.perdure.QueueKey;
import dev.perdure.Step;
import dev.perdure.testing.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Tokens that hop between machines, which now and then fall asleep and defer. Every sender numbers
 * what it sends to each receiver, so every receiver sees what is lost, repeated or out of order.
 */
@SuppressWarnings("FutureReturnValueIgnored") // The run waits for all requests.
public final class Ring implements Program {
  private static final MachineType<Event> TYPE = MachineType.of("ring", Event.class);
  private static final QueueKey<String> RECENT = QueueKey.of("recent", String.class);
  private static final MapKey<Long, String> SEEN = MapKey.of("seen", Long.class, String.class);
  private static final int MACHINES = 6;

  /** How many tokens there will be; 0 at first. */
  private int tokens;

  private int made;

  sealed interface Event {}

  record Start(String token, int hops) implements Event {}

  record Hop(String from, long number, String token, int left) implements Event {}

  record WakeUp() implements Event {}

  sealed interface State {
    Data data();
  }

  record Awake(Data data) implements State {}

  record Asleep(Data data) implements State {}

  /** What a machine of the ring knows. */
  record Data(
      Map<String, Long> sent,
      Map<String, Long> got,
      List<String> done,
      List<String> wrong,
      long queued,
      long mapped,
      long echoed) {
    static Data empty() {
      return new Data(Map.of(), Map.of(), List.of(), List.of(), 0, 0, 0);
    }
  }

  /** The data of one step in the making. */
  private static final class Work {
    final Step<Event> step;
    final Map<String, Long> sent;
    final Map<String, Long> got;
    final List<String> done;
    final List<String> wrong;
    long queued;
    long mapped;
    long echoed;

    Work(Data data, Step<Event> step) {
      this.step = step;
      sent = new LinkedHashMap<>(data.sent);
      got = new LinkedHashMap<>(data.got);
      done = new ArrayList<>(data.done);
      wrong = new ArrayList<>(data.wrong);
      queued = data.queued;
      mapped = data.mapped;
      echoed = data.echoed;
    }

    void take(Hop hop) {
      long expected = got.getOrDefault(hop.from, 0L) + 1;
      if (hop.number != expected) {
        wrong.add(hop + " where " + expected + " is next");
      }
      got.put(hop.from, hop.number);
      collect(hop.token);
      if (hop.left == 0) {
        done.add(hop.token);
      } else {
        forward(hop.token, hop.left - 1);
      }
    }

    private void collect(String token) {
      DurableQueue<String> recent = step.queue(RECENT);
      DurableMap<Long, String> seen = step.map(SEEN);
      if (recent.size() != queued) {
        wrong.add("queue of " + recent.size() + ", not " + queued);
      }
      recent.add(token);
      queued++;
      if (queued > 3) {
        recent.poll();
        queued--;
      }
      if (mapped > 0 && !has(seen, mapped - 1)) {
        wrong.add("map without its entry " + (mapped - 1));
      }
      if (mapped % 5 == 0 && seen.size() != mapped) {
        wrong.add("map of " + seen.size() + ", not " + mapped);
      }
      seen.put(mapped, token);
      mapped++;
    }

    /** Takes a map that cannot be read for an empty one: such a step must not count. */
    private static boolean has(DurableMap<Long, String> map, long key) {
      try {
        return map.get(key).isPresent();
      } catch (RuntimeException e) {
        return false;
      }
    }

    void forward(String token, int left) {
      MachineRef<Event> to = ref(step.random().nextInt(MACHINES));
      hop(to, token, left);
      if (step.random().nextInt(4) == 0) {
        hop(to, token + "." + left, 0);
        echoed++;
      }
    }

    private void hop(MachineRef<Event> to, String token, int left) {
      long number = sent.merge(to.key(), 1L, Long::sum);
      step.send(to, new Hop(step.self().key(), number, token, left));
    }

    Data data() {
      return new Data(
          Map.copyOf(sent),
          Map.copyOf(got),
          List.copyOf(done),
          List.copyOf(wrong),
          queued,
          mapped,
          echoed);
    }
  }

  private static final class Member implements Machine<State, Event> {
    @Override
    public State initial() {
      return new Awake(Data.empty());
    }

    @Override
    public State on(State state, Event event, Step<Event> step) {
      State next =
          switch (state) {
            case Awake awake -> awake(awake, event, step);
            case Asleep asleep -> asleep(asleep, event, step);
          };
      return next;
    }

    private State awake(Awake awake, Event event, Step<Event> step) {
      Work work = new Work(awake.data, step);
      switch (event) {
        case Start(var token, var hops) -> work.forward(token, hops);
        case Hop hop -> work.take(hop);
        case WakeUp _ -> work.wrong.add("woken while awake");
      }
      if (step.random().nextInt(8) > 0) {
        return new Awake(work.data());
      }
      step.startTimer(
          DurableTimer.<Event>after(Duration.ofSeconds(1), new WakeUp()).whileIn(Asleep.class));
      return new Asleep(work.data());
    }

    private State asleep(Asleep asleep, Event event, Step<Event> step) {
      return switch (event) {
        case Start _, Hop _ -> step.defer(asleep);
        case WakeUp _ -> new Awake(asleep.data);
      };
    }
  }

  private static MachineRef<Event> ref(int number) {
    return TYPE.ref("r" + number);
  }

  @Override
  public List<Part> parts(Simulation simulation) {
    return List.of(Definition.of(TYPE, State.class, Member::new));
  }

  @Override
  public boolean act(Simulation simulation) {
    RandomGenerator random = simulation.random();
    tokens = tokens == 0 ? 1 + random.nextInt(20) : tokens;
    simulation
        .client("client" + made % 3)
        .send(ref(random.nextInt(MACHINES)), new Start("t" + made, random.nextInt(12)));
    made++;
    if (random.nextInt(3) == 0) {
      simulation.run(Duration.ofMillis(random.nextInt(500)));
    }
    return made < tokens;
  }

  @Override
  public void check(Simulation simulation) {
    Map<String, Data> all = new LinkedHashMap<>();
    for (int i = 0; i < MACHINES; i++) {
      MachineRef<Event> ref = ref(i);
      simulation
          .state(ref, State.class)
          .ifPresent(
              state -> {
                assertThat(state).as("%s", ref).isInstanceOf(Awake.class);
                assertThat(state.data().wrong).as("%s", ref).isEmpty();
                all.put(ref.key(), state.data());
              });
    }
    long echoed = all.values().stream().mapToLong(Data::echoed).sum();
    List<String> done = all.values().stream().flatMap(data -> data.done.stream()).toList();
    assertThat(done).doesNotHaveDuplicates().hasSize((int) (tokens + echoed));
    all.forEach(
        (from, data) ->
            data.sent.forEach(
                (to, number) ->
                    assertThat(java.util.Objects.requireNonNull(all.get(to)).got.get(from))
                        .as("from %s to %s", from, to)
                        .isEqualTo(number)));
  }
}
