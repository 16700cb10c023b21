package dev.perdure.testing.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Part;
import dev.perdure.RetryPolicy;
import dev.perdure.Step;
import dev.perdure.testing.RunListener;
import dev.perdure.testing.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * Events that no attempt can step: they are parked, what comes after waits behind them in order,
 * and operators retry, replace or skip them.
 */
public final class Picky implements Program {
  private static final MachineType<FeederEvent> FEEDER =
      MachineType.of("feeder", FeederEvent.class);
  private static final MachineType<Item> PICKY = MachineType.of("picky", Item.class);
  private static final RetryPolicy TWICE =
      new RetryPolicy(2, Duration.ofMillis(40), Duration.ofMillis(80));
  private static final int FEEDERS = 2;
  private static final int EATERS = 3;
  private static final int MOST_ROUNDS = 1_000;

  private final Operators operators = new Operators();
  private final List<CompletableFuture<Void>> sent = new ArrayList<>();

  /** How many feedings there will be; 0 at first. */
  private int feedings;

  private int rounds;

  sealed interface FeederEvent {}

  record Feed(int number) implements FeederEvent {}

  /** By eater: how many items it was sent. */
  record Fed(Map<String, Long> sent) {}

  sealed interface Item {
    String from();

    long number();
  }

  record Meal(String from, long number) implements Item {}

  record Poison(String from, long number) implements Item {}

  record Eaten(List<String> log, Map<String, Long> last, List<String> wrong) {}

  private static final class Feeder implements Machine<Fed, FeederEvent> {
    @Override
    public Fed initial() {
      return new Fed(Map.of());
    }

    @Override
    public Fed on(Fed fed, FeederEvent event, Step<FeederEvent> step) {
      Map<String, Long> sent = new LinkedHashMap<>(fed.sent);
      switch (event) {
        case Feed(var number) -> {
          String me = step.self().key();
          for (int i = 0; i < number; i++) {
            MachineRef<Item> eater = eater(step.random().nextInt(EATERS));
            long next = sent.merge(eater.key(), 1L, Long::sum);
            boolean bad = step.random().nextInt(6) == 0;
            step.send(eater, bad ? new Poison(me, next) : new Meal(me, next));
          }
        }
      }
      return new Fed(sent);
    }
  }

  private record Eater(Set<String> cured) implements Machine<Eaten, Item> {
    @Override
    public Eaten initial() {
      return new Eaten(List.of(), Map.of(), List.of());
    }

    @Override
    public Eaten on(Eaten eaten, Item item, Step<Item> step) {
      List<String> log = new ArrayList<>(eaten.log);
      Map<String, Long> last = new LinkedHashMap<>(eaten.last);
      List<String> wrong = new ArrayList<>(eaten.wrong);
      Long before = last.put(item.from(), item.number());
      if (before != null && before >= item.number()) {
        wrong.add(item + " after " + before);
      }
      log.add(item.from() + ":" + item.number());
      return switch (item) {
        case Meal _ -> new Eaten(log, last, wrong);
        case Poison poison -> {
          if (!cured.contains(named(poison, step.self()))) {
            throw new IllegalArgumentException("poison: " + poison);
          }
          yield new Eaten(log, last, wrong);
        }
      };
    }
  }

  private static MachineRef<FeederEvent> feeder(int number) {
    return FEEDER.ref("f" + number);
  }

  private static MachineRef<Item> eater(int number) {
    return PICKY.ref("e" + number);
  }

  private static String named(Item item, MachineRef<Item> eater) {
    return item.from() + ":" + item.number() + "@" + eater.key();
  }

  @Override
  public void prepare(Simulation simulation) {
    simulation.allowParking().listen(operators);
  }

  @Override
  public List<Part> parts(Simulation simulation) {
    return List.of(
        Definition.of(FEEDER, Fed.class, Feeder::new),
        Definition.of(PICKY, Eaten.class, () -> new Eater(operators.cured)).retry(TWICE));
  }

  @Override
  public boolean act(Simulation simulation) {
    RandomGenerator random = simulation.random();
    feedings = feedings == 0 ? 3 + random.nextInt(12) : feedings;
    sent.add(
        simulation
            .client("client")
            .send(feeder(random.nextInt(FEEDERS)), new Feed(1 + random.nextInt(6))));
    simulation.run(Duration.ofMillis(random.nextInt(300)));
    operators.work(simulation);
    return sent.size() < feedings;
  }

  @Override
  public void settle(Simulation simulation) {
    sent.forEach(CompletableFuture::join);
    while (goOn(simulation)) {
      simulation.run(Duration.ofMillis(500));
    }
  }

  @Override
  public boolean goOn(Simulation simulation) {
    assertThat(rounds++).as("rounds until nothing is parked").isLessThan(MOST_ROUNDS);
    return operators.work(simulation);
  }

  @Override
  public void check(Simulation simulation) {
    Set<String> skipped = operators.skipped;
    for (int i = 0; i < EATERS; i++) {
      MachineRef<Item> eater = eater(i);
      Eaten eaten =
          simulation.state(eater, Eaten.class).orElse(new Eaten(List.of(), Map.of(), List.of()));
      assertThat(eaten.wrong).isEmpty();
      for (int f = 0; f < FEEDERS; f++) {
        String from = feeder(f).key();
        long sent =
            simulation
                .state(feeder(f), Fed.class)
                .map(fed -> fed.sent.getOrDefault(eater.key(), 0L))
                .orElse(0L);
        for (long number = 1; number <= sent; number++) {
          String item = from + ":" + number;
          assertThat(eaten.log.contains(item) || skipped.contains(item + "@" + eater.key()))
              .as("%s at %s", item, eater)
              .isTrue();
        }
      }
    }
  }

  /** What operators know and do: nothing that they do may be lost unseen. */
  private static final class Operators implements RunListener {
    private final Set<String> cured = new LinkedHashSet<>();
    private final Map<MachineRef<?>, Poison> parked = new LinkedHashMap<>();
    private final Set<String> skipped = new LinkedHashSet<>();

    @Override
    public void parked(
        MachineRef<?> machine, String eventName, Optional<Object> event, String reason) {
      parked.put(machine, (Poison) event.orElseThrow());
    }

    @Override
    public void released(MachineRef<?> machine) {
      parked.remove(machine);
    }

    /** Whether there was something to do. */
    boolean work(Simulation simulation) {
      if (parked.isEmpty()) {
        return false;
      }
      RandomGenerator random = simulation.random();
      Map.Entry<MachineRef<?>, Poison> one =
          List.copyOf(parked.entrySet()).get(random.nextInt(parked.size()));
      @SuppressWarnings("unchecked") // Only eaters park.
      MachineRef<Item> eater = (MachineRef<Item>) one.getKey();
      Poison poison = one.getValue();
      String name = named(poison, eater);
      switch (random.nextInt(4)) {
        case 0 -> {
          cured.add(name);
          simulation.operator().retry(eater);
        }
        case 1 -> simulation.operator().retry(eater);
        case 2 -> simulation.operator().replace(eater, new Meal(poison.from(), poison.number()));
        default -> {
          skipped.add(name);
          simulation.operator().skip(eater);
        }
      }
      return true;
    }
  }
}
