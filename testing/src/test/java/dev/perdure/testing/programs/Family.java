package dev.perdure.testing.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.Definition;
import dev.perdure.DurableTimer;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Outcome;
import dev.perdure.Part;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import dev.perdure.testing.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/** Machines that make machines, and end them: none is made twice, lost, or comes back. */
@SuppressWarnings("FutureReturnValueIgnored") // The run waits for all requests.
public final class Family implements Program {
  private static final MachineType<ParentEvent> PARENT =
      MachineType.of("parent", ParentEvent.class);
  private static final MachineType<ChildEvent> CHILD = MachineType.of("child", ChildEvent.class);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int PARENTS = 3;
  private static final int MOST_ROUNDS = 200;

  private final List<CompletableFuture<Void>> sent = new ArrayList<>();

  /** How many requests there will be; 0 at first. */
  private int requests;

  /** Children that were asked for and are not made yet. */
  private long unborn;

  sealed interface ParentEvent {}

  record Spawn() implements ParentEvent {}

  /** A child's first words. */
  record Born(String child) implements ParentEvent {}

  /** Ends one child, the eldest that lives. */
  record EndOne() implements ParentEvent {}

  /** Asks some of the children how they are. */
  record Visit() implements ParentEvent {}

  /** What came of a visit, and whether the child was already told to end. */
  record Visited(String child, boolean ended, Outcome<String> outcome) implements ParentEvent {}

  record Kin(Map<String, Phase> children, List<String> wrong) {}

  /** How far a child has come, as its parent knows. */
  enum Phase {
    MADE,
    BORN,
    ENDED
  }

  sealed interface ChildEvent {}

  record Begin(MachineRef<ParentEvent> parent) implements ChildEvent {}

  record Beat() implements ChildEvent {}

  record HowAreYou(ReplyTo<String> to) implements ChildEvent {}

  record End() implements ChildEvent {}

  sealed interface Child {}

  record Unborn() implements Child {}

  record Alive(long beats) implements Child {}

  /** Ends with its next beat, and answers nobody before. */
  record Ending() implements Child {}

  private static final class Parent implements Machine<Kin, ParentEvent> {
    @Override
    public Kin initial() {
      return new Kin(Map.of(), List.of());
    }

    @Override
    public Kin on(Kin family, ParentEvent event, Step<ParentEvent> step) {
      Map<String, Phase> children = new LinkedHashMap<>(family.children);
      List<String> wrong = new ArrayList<>(family.wrong);
      switch (event) {
        case Spawn _ -> {
          String key = step.create(CHILD, new Begin(step.self())).key();
          if (children.put(key, Phase.MADE) != null) {
            wrong.add("an id again: " + key);
          }
        }
        case Born(var child) -> {
          if (!children.containsKey(child) || children.get(child) == Phase.BORN) {
            wrong.add("born, and was " + children.get(child) + ": " + child);
          }
          children.replace(child, Phase.MADE, Phase.BORN);
        }
        case EndOne _ ->
            children.entrySet().stream()
                .filter(child -> child.getValue() != Phase.ENDED)
                .findFirst()
                .ifPresent(
                    child -> {
                      step.send(CHILD.ref(child.getKey()), new End());
                      child.setValue(Phase.ENDED);
                    });
        case Visit _ ->
            children.forEach(
                (child, phase) -> {
                  if (step.random().nextInt(3) == 0) {
                    boolean ended = phase == Phase.ENDED;
                    step.ask(
                        CHILD.ref(child),
                        String.class,
                        PATIENCE,
                        HowAreYou::new,
                        outcome -> new Visited(child, ended, outcome));
                  }
                });
        case Visited visited -> {
          boolean right =
              switch (visited.outcome) {
                case Outcome.Done<String>(var how) -> !visited.ended && how.equals("well");
                case Outcome.Failed<String>(var cause, _) ->
                    visited.ended && cause == Outcome.Cause.HALTED;
                case Outcome.Unknown<String> _ -> true;
              };
          if (!right) {
            wrong.add(visited.toString());
          }
        }
      }
      return new Kin(children, wrong);
    }
  }

  private static final class Children implements Machine<Child, ChildEvent> {
    @Override
    public Child initial() {
      return new Unborn();
    }

    @Override
    public Child on(Child child, ChildEvent event, Step<ChildEvent> step) {
      Child next =
          switch (child) {
            case Unborn unborn -> unborn(unborn, event, step);
            case Alive alive -> alive(alive, event, step);
            case Ending ending -> ending(ending, event, step);
          };
      return next;
    }

    private Child unborn(Unborn unborn, ChildEvent event, Step<ChildEvent> step) {
      return switch (event) {
        case Begin(var parent) -> {
          step.send(parent, new Born(step.self().key()));
          // Two that are due together: one of them finds the machine ended by the other.
          DurableTimer<ChildEvent> timer = DurableTimer.every(Duration.ofMillis(900), new Beat());
          step.startTimer(timer.named("a"));
          step.startTimer(timer.named("b"));
          yield new Alive(0);
        }
        case HowAreYou(var to) -> {
          step.reply(to, "a ghost");
          yield unborn;
        }
        case Beat _ -> unborn; // It would go on for ever.
        case End _ -> throw new IllegalStateException("unborn: " + event);
      };
    }

    private Child alive(Alive alive, ChildEvent event, Step<ChildEvent> step) {
      return switch (event) {
        case Begin _ -> throw new IllegalStateException("begun twice");
        case Beat _ -> new Alive(alive.beats + 1);
        case HowAreYou(var to) -> {
          step.reply(to, "well");
          yield alive;
        }
        // At once, by a step that has nothing to do with its timers; or by one of them.
        case End _ -> alive.beats % 2 == 1 ? step.halt(alive) : new Ending();
      };
    }

    private Child ending(Ending ending, ChildEvent event, Step<ChildEvent> step) {
      return switch (event) {
        case Begin _, End _ -> throw new IllegalStateException("ending: " + event);
        case Beat _ -> step.halt(ending);
        case HowAreYou _ -> step.defer(ending);
      };
    }
  }

  private static MachineRef<ParentEvent> ref(int number) {
    return PARENT.ref("p" + number);
  }

  @Override
  public void prepare(Simulation simulation) {
    simulation.watch(step -> unborn -= step.event() instanceof Spawn ? 1 : 0);
  }

  @Override
  public List<Part> parts(Simulation simulation) {
    return List.of(
        Definition.of(PARENT, Kin.class, Parent::new),
        Definition.of(CHILD, Child.class, Children::new));
  }

  @Override
  public boolean act(Simulation simulation) {
    RandomGenerator random = simulation.random();
    requests = requests == 0 ? 5 + random.nextInt(30) : requests;
    ParentEvent event =
        switch (random.nextInt(6)) {
          case 0, 1, 2 -> new Spawn();
          case 3 -> new Visit();
          default -> new EndOne();
        };
    unborn += event instanceof Spawn ? 1 : 0;
    sent.add(
        simulation.client("client" + sent.size() % 2).send(ref(random.nextInt(PARENTS)), event));
    if (random.nextInt(3) == 0) {
      simulation.run(Duration.ofMillis(random.nextInt(2_000)));
    }
    return sent.size() < requests;
  }

  @Override
  public void settle(Simulation simulation) {
    sent.forEach(CompletableFuture::join);
    for (int round = 0; endSome(simulation) || unborn > 0; round++) { // Accepted is not made.
      assertThat(round).as("rounds until all children have ended").isLessThan(MOST_ROUNDS);
      simulation.run(Duration.ofSeconds(5));
    }
  }

  /** Whether there were children left to end, or may be. */
  private static boolean endSome(Simulation simulation) {
    boolean any = false;
    for (int i = 0; i < PARENTS; i++) {
      Kin kin = simulation.state(ref(i), Kin.class).orElse(new Kin(Map.of(), List.of()));
      for (Phase phase : kin.children().values()) {
        any |= phase != Phase.ENDED;
        if (phase == Phase.BORN) {
          simulation.client("last").send(ref(i), new EndOne());
        }
      }
    }
    return any;
  }

  @Override
  public void check(Simulation simulation) {
    for (int i = 0; i < PARENTS; i++) {
      Kin kin = simulation.state(ref(i), Kin.class).orElse(new Kin(Map.of(), List.of()));
      assertThat(kin.wrong()).isEmpty();
      for (String child : kin.children().keySet()) {
        assertThat(simulation.state(CHILD.ref(child), Child.class)).as(child).isEmpty();
      }
    }
  }
}
