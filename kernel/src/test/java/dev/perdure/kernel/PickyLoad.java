package dev.perdure.kernel;

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
import java.util.List;
import java.util.Map;
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
  private int ids;

  sealed interface FeederEvent {}

  record Feed(int number) implements FeederEvent {}

  /** By eater: how many items it was sent; and which of them were poison. */
  record Fed(Map<String, Long> sent, List<String> poison) {}

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
      return new Fed(Map.of(), List.of());
    }

    @Override
    public Fed on(Fed fed, FeederEvent event, Step<FeederEvent> step) {
      Map<String, Long> sent = new LinkedHashMap<>(fed.sent);
      List<String> poison = new ArrayList<>(fed.poison);
      switch (event) {
        case Feed(var number) -> {
          String me = step.self().key();
          for (int i = 0; i < number; i++) {
            MachineRef<Item> eater = eater(step.random().nextInt(EATERS));
            long next = sent.merge(eater.key(), 1L, Long::sum);
            boolean bad = step.random().nextInt(6) == 0;
            if (bad) {
              poison.add(me + ":" + next + "@" + eater.key());
            }
            step.send(eater, bad ? new Poison(me, next) : new Meal(me, next));
          }
        }
      }
      world.flaky();
      return new Fed(sent, poison);
    }
  }

  private static final class Eater implements Machine<Eaten, Item> {
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
        case Poison poison -> throw new IllegalArgumentException("poison: " + poison);
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
    MachineRef<Item> eater = eater(random.nextInt(EATERS));
    Parked parked = world.parked(eater);
    if (parked != null) {
      world.operate(
          eater,
          switch (random.nextInt(4)) {
            case 0 -> new Verb.Retry();
            case 1 -> replaced(parked);
            case 2 -> new Verb.Show();
            default -> new Verb.Skip();
          });
    }
  }

  private Verb replaced(Parked parked) {
    EventShape shape = world.program.kindOf(eater(0)).event(Poison.class);
    EventShape good = world.program.kindOf(eater(0)).event(Meal.class);
    if (shape == null || good == null) {
      throw new IllegalStateException("no such events");
    }
    Poison poison = (Poison) shape.decode(parked.bytes());
    Meal meal = new Meal(poison.from, poison.number);
    return new Verb.Replace(good, meal, good.encode(meal));
  }

  @Override
  public boolean settle() {
    boolean any = false;
    for (int i = 0; i < EATERS; i++) {
      if (world.parked(eater(i)) != null) {
        world.operate(eater(i), new Verb.Skip());
        any = true;
      }
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
          boolean poison = fed != null && fed.poison.contains(item + "@" + eater(i).key());
          Violation.check(
              poison || log.contains(item), "G8: %s never came to %s: %s", item, eater(i), log);
        }
      }
    }
  }
}
