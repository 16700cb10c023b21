package dev.perdure.kernel;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Tokens that hop between machines, which now and then fall asleep and defer. Every sender numbers
 * what it sends to each receiver, so every receiver sees what is lost, repeated or out of order.
 */
final class RingLoad implements Load {
  private static final MachineType<Event> TYPE = MachineType.of("ring", Event.class);
  private static final QueueKey<String> RECENT = QueueKey.of("recent", String.class);
  private static final MapKey<Long, String> SEEN = MapKey.of("seen", Long.class, String.class);
  private static final int MACHINES = 6;

  private final FaultyWorld world;
  private int tokens;

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

  RingLoad(FaultyWorld world) {
    this.world = world;
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

  private final class Member implements Machine<State, Event> {
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
      world.flaky();
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

  @Override
  public List<Part> parts() {
    return List.of(Definition.of(TYPE, State.class, Member::new));
  }

  private static MachineRef<Event> ref(int number) {
    return TYPE.ref("r" + number);
  }

  @Override
  public void act(RandomGenerator random) {
    if (tokens < 20) {
      String token = "t" + tokens++;
      world.send(
          "start-" + token, ref(random.nextInt(MACHINES)), new Start(token, random.nextInt(12)));
    }
  }

  @Override
  public boolean settle() {
    return false;
  }

  @Override
  public void answered(Asked asked, Answer answer) {}

  @Override
  public void check() {
    Map<String, Data> all = new LinkedHashMap<>();
    for (int i = 0; i < MACHINES; i++) {
      State state = world.state(ref(i), State.class);
      if (state != null) {
        Violation.check(state instanceof Awake, "G6: %s sleeps for ever", ref(i));
        Violation.check(
            state.data().wrong.isEmpty(), "G1, G2, G3: %s: %s", ref(i), state.data().wrong);
        all.put(ref(i).key(), state.data());
      }
    }
    long echoed = 0;
    List<String> done = new ArrayList<>();
    for (var from : all.entrySet()) {
      echoed += from.getValue().echoed;
      done.addAll(from.getValue().done);
      from.getValue()
          .sent
          .forEach(
              (to, number) -> {
                Data receiver = all.get(to);
                Violation.check(
                    receiver != null && number.equals(receiver.got.get(from.getKey())),
                    "G2: %s sent %d to %s, which has %s",
                    from.getKey(),
                    number,
                    to,
                    receiver);
              });
    }
    Violation.check(new LinkedHashSet<>(done).size() == done.size(), "G2: done twice: %s", done);
    Violation.check(
        done.size() == tokens + echoed, "G2: %d tokens, %d echoes, done %s", tokens, echoed, done);
  }
}
