package dev.perdure.kernel;

import static java.util.Objects.requireNonNull;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Part;
import dev.perdure.RetryPolicy;
import dev.perdure.Step;
import dev.perdure.kernel.Inspection.Verb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Events that no attempt can step: they are parked, what comes after waits behind them in order,
 * and operators retry, replace or skip them.
 */
final class PickyLoad implements Load {
  private static final MachineType<FeederEvent> FEEDER =
      MachineType.of("feeder", FeederEvent.class);
  private static final MachineType<Item> PICKY = MachineType.of("picky", Item.class);
  private static final RetryPolicy TWICE =
      new RetryPolicy(2, Duration.ofMillis(40), Duration.ofMillis(80));
  private static final int FEEDERS = 2;
  private static final int EATERS = 3;

  private final FaultyWorld world;

  /** Poison that operators made harmless, to be retried; and poison that they gave up. */
  private final Set<String> cured = new LinkedHashSet<>();

  private final Set<String> givenUp = new LinkedHashSet<>();
  private int ids;

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

  PickyLoad(FaultyWorld world) {
    this.world = world;
  }

  private final class Feeder implements Machine<Fed, FeederEvent> {
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
      world.flaky();
      return new Fed(sent);
    }
  }

  private final class Eater implements Machine<Eaten, Item> {
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

  @Override
  public List<Part> parts() {
    return List.of(
        Definition.of(FEEDER, Fed.class, Feeder::new),
        Definition.of(PICKY, Eaten.class, Eater::new).retry(TWICE));
  }

  private static MachineRef<FeederEvent> feeder(int number) {
    return FEEDER.ref("f" + number);
  }

  private static MachineRef<Item> eater(int number) {
    return PICKY.ref("e" + number);
  }

  @Override
  public void act(RandomGenerator random) {
    if (random.nextInt(3) > 0) {
      MachineRef<FeederEvent> feeder = feeder(random.nextInt(FEEDERS));
      world.send("feed" + ids++, feeder, new Feed(1 + random.nextInt(6)));
      return;
    }
    operate(eater(random.nextInt(EATERS)), random.nextInt(4));
  }

  private static String named(Item item, MachineRef<Item> eater) {
    return item.from() + ":" + item.number() + "@" + eater.key();
  }

  /** Whether there was something parked to operate on. */
  private boolean operate(MachineRef<Item> eater, int choice) {
    Parked parked = world.parked(eater);
    if (parked == null) {
      return false;
    }
    Poison poison = (Poison) shape(Poison.class).decode(parked.bytes());
    String name = named(poison, eater);
    if (choice == 0 && !givenUp.contains(name)) {
      cured.add(name);
    }
    if (cured.contains(name)) {
      world.operate(eater, new Verb.Retry());
      return true;
    }
    if (choice > 1) {
      givenUp.add(name);
    }
    world.operate(
        eater,
        switch (choice) {
          case 0, 1 -> new Verb.Retry();
          case 2 -> replaced(poison);
          default -> new Verb.Skip();
        });
    return true;
  }

  private Verb replaced(Poison poison) {
    EventShape shape = shape(Meal.class);
    Meal meal = new Meal(poison.from, poison.number);
    return new Verb.Replace(shape, meal, shape.encode(meal));
  }

  private EventShape shape(Class<?> type) {
    return requireNonNull(world.program.kindOf(eater(0)).event(type));
  }

  @Override
  public boolean settle() {
    boolean any = false;
    for (int i = 0; i < EATERS; i++) {
      any |= operate(eater(i), 3);
    }
    return any;
  }

  @Override
  public void answered(Asked asked, Answer answer) {}

  private @Nullable Fed fed(int feeder) {
    return world.state(feeder(feeder), Fed.class);
  }

  @Override
  public void check() {
    for (int i = 0; i < EATERS; i++) {
      Eaten eaten = world.state(eater(i), Eaten.class);
      if (eaten != null) {
        Violation.check(eaten.wrong.isEmpty(), "G8: %s", eaten.wrong);
      }
      List<String> log = eaten == null ? List.of() : eaten.log;
      for (int f = 0; f < FEEDERS; f++) {
        Fed fed = fed(f);
        long sent = fed == null ? 0 : fed.sent.getOrDefault(eater(i).key(), 0L);
        for (long number = 1; number <= sent; number++) {
          String item = feeder(f).key() + ":" + number;
          boolean lost = givenUp.contains(item + "@" + eater(i).key());
          Violation.check(
              lost || log.contains(item), "G8: %s never came to %s: %s", item, eater(i), log);
        }
      }
    }
  }
}
