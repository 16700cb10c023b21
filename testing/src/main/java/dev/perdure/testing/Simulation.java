package dev.perdure.testing;

import dev.perdure.MachineRef;
import dev.perdure.Part;
import dev.perdure.testing.replay.Transparency;
import dev.perdure.testing.world.ProgramCache;
import dev.perdure.testing.world.Settings;
import dev.perdure.testing.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One run as its {@link Scenario} sees it: a world with machines in it, and clients.
 *
 * <pre>{@code
 * simulation.open(Account.DEFINITION, Broker.DEFINITION);
 * SimulatedClient client = simulation.client("alice");
 * client.send(Account.TYPE.ref("a"), new PayIn(100));
 * client.ask(Account.TYPE.ref("a"), Balance.class, Look::new).thenAccept(b -> ...);
 * simulation.run();
 * }</pre>
 *
 * <p>Nothing happens in the world but while it is driven: by {@link #run()}, by {@link
 * #run(Duration)}, or by waiting for a future of a client. While it is driven faults strike, for a
 * number of turns; then it goes on without them. When the scenario ends before all is at rest, the
 * run goes on for a while without faults, so that what holds at rest is looked at, unless the
 * program goes on for ever. For the thread of the run only.
 */
public final class Simulation {
  private final long seed;
  private final Strategy strategy;
  private final boolean recorded;
  private final ProgramCache cache;
  private final List<RunListener> listeners = new ArrayList<>();
  private final List<Liveness> monitors = new ArrayList<>();
  private final List<Invariant> invariants = new ArrayList<>();
  private List<Part> parts = List.of();
  private Settings settings;
  private @Nullable World world;

  Simulation(
      long seed, Strategy strategy, boolean recorded, ProgramCache cache, Settings settings) {
    this.seed = seed;
    this.strategy = strategy;
    this.recorded = recorded;
    this.cache = cache;
    this.settings = settings;
  }

  // ---- before it is opened -------------------------------------------------------------------

  /** Which faults strike; all, where nothing is said. */
  public Simulation faults(Faults faults) {
    return set(
        new Settings(
            faults,
            settings.partitions(),
            settings.stores(),
            settings.faultyTurns(),
            settings.parking()));
  }

  /** Which faults strike. */
  public Faults faults() {
    return settings.faults();
  }

  /** How many partitions there are; 1 to 5 by choice, where nothing is said. */
  public Simulation partitions(int number) {
    return set(
        new Settings(
            settings.faults(),
            OptionalInt.of(positive("partitions", number)),
            settings.stores(),
            settings.faultyTurns(),
            settings.parking()));
  }

  /** How many stores they lie on, at most one for each; 1 or 2 by choice, where nothing is said. */
  public Simulation stores(int number) {
    return set(
        new Settings(
            settings.faults(),
            settings.partitions(),
            OptionalInt.of(positive("stores", number)),
            settings.faultyTurns(),
            settings.parking()));
  }

  /** In how many turns faults may strike, each time that the world is driven; 400 usually. */
  public Simulation faultyTurns(int turns) {
    return set(
        new Settings(
            settings.faults(),
            settings.partitions(),
            settings.stores(),
            turns,
            settings.parking()));
  }

  /** Events may be parked; else an event whose handler throws at each attempt fails the run. */
  public Simulation allowParking() {
    return set(
        new Settings(
            settings.faults(),
            settings.partitions(),
            settings.stores(),
            settings.faultyTurns(),
            true));
  }

  private Simulation set(Settings changed) {
    if (world != null) {
      throw new IllegalStateException("to be said before the simulation is opened");
    }
    settings = changed;
    return this;
  }

  private static int positive(String name, int number) {
    if (number < 1) {
      throw new IllegalArgumentException(name + " must be >= 1: " + number);
    }
    return number;
  }

  /** Hears what happens, from here on. */
  public Simulation listen(RunListener listener) {
    listeners.add(listener);
    if (world != null) {
      world.listen(listener);
      listener.opened(parts);
    }
    return this;
  }

  /**
   * Puts machines and activities into the world, once. Bodies of activities run on the thread of
   * the run; they must not block, and stand for what is outside: they may keep what they did.
   */
  public Simulation open(Part... parts) {
    if (world != null) {
      throw new IllegalStateException("a simulation is opened once");
    }
    this.parts = List.of(parts);
    World opened = new World(settings, seed, strategy, recorded, cache, this.parts);
    listeners.forEach(opened::listen);
    world = opened;
    List.copyOf(listeners).forEach(listener -> listener.opened(this.parts));
    return this;
  }

  private World world() {
    World opened = world;
    if (opened == null) {
      throw new IllegalStateException("open(...) the simulation with its machines first");
    }
    return opened;
  }

  // ---- what must hold ------------------------------------------------------------------------

  /**
   * A safety monitor: hears each step that becomes durable, and throws when something is wrong. It
   * never hears of attempts that failed or were lost, so it may count.
   */
  public Simulation watch(Consumer<CommittedStep> monitor) {
    return listen(
        new RunListener() {
          @Override
          public void committed(CommittedStep step) {
            monitor.accept(step);
          }
        });
  }

  /**
   * A liveness monitor: something that must become true again whenever it is not. It is cold now;
   * what {@link #watch watches} the run says when it is hot.
   */
  public Liveness liveness(String name) {
    Liveness liveness = new Liveness(name);
    monitors.add(liveness);
    listen(liveness);
    return liveness;
  }

  /**
   * An invariant over the states of several machines, which may be broken while events are under
   * way: looked at whenever nothing is left to do, and so at least once, after the end of the
   * scenario at the latest. It throws when it does not hold. A run fails that never comes to rest,
   * for then nobody has looked.
   */
  public Simulation invariant(Consumer<CommittedStates> invariant) {
    Invariant made = new Invariant(invariant);
    invariants.add(made);
    return listen(made);
  }

  private final class Invariant implements RunListener {
    private final Consumer<CommittedStates> of;
    private boolean looked;

    Invariant(Consumer<CommittedStates> of) {
      this.of = of;
    }

    @Override
    public void atRest() {
      looked = true;
      of.accept(states());
    }
  }

  /** The committed states of all machines, as they stand now. */
  public CommittedStates states() {
    return new CommittedStates(world().checks().machines());
  }

  /**
   * The scenario has ended, not always at rest: goes on until what it wanted to be looked at was.
   *
   * @throws Violation if something does not hold, or cannot be looked at
   */
  void settle() {
    World ended = world;
    if (ended != null && ended.isUnsettled()) {
      monitors.forEach(Liveness::begin);
      ended.settle(
          () ->
              monitors.stream().anyMatch(Liveness::isHotSinceBegin)
                  || invariants.stream().anyMatch(invariant -> !invariant.looked));
    }
    boolean idle = ended == null || !ended.wasDriven();
    if (idle && !(monitors.isEmpty() && invariants.isEmpty())) {
      throw new Violation(
          "nothing was looked at: the scenario has invariants or liveness monitors, and never lets"
              + " the world run");
    }
  }

  /** What is checked of the whole when the scenario has ended. */
  void checkHistory() {
    if (world != null) {
      Transparency.check(parts, world.history());
      world.checkHeeded();
    }
  }

  /** It has ended. */
  void ended(RunResult result) {
    listeners.forEach(listener -> listener.ended(result));
  }

  // ---- the world -----------------------------------------------------------------------------

  /** A client: what one caller outside does. */
  public SimulatedClient client(String name) {
    return new SimulatedClient(world().client(name));
  }

  /**
   * Drives the world until nothing is left to do: every request is answered, no message is on its
   * way, no timer runs. Programs whose timers never end are driven by {@link #run(Duration)}. A
   * request whose future was cancelled is not waited for.
   *
   * @throws Violation if it never comes to that, or something does not hold then
   */
  public void run() {
    world().runToRest();
  }

  /**
   * Drives the world for some time of its own. When nothing is left to do before that is over, it
   * is as if {@link #run()} had come to rest.
   *
   * @throws Violation if so many things happen that the time does not pass, or something does not
   *     hold at rest
   */
  public void run(Duration time) {
    world().run(time);
  }

  /** The time of the world; clocks of nodes may show another. */
  public Instant now() {
    return Instant.ofEpochMilli(world().nowMillis());
  }

  /** The seed of this run. */
  public long seed() {
    return seed;
  }

  /** One of some ways to go on: 0 to {@code options - 1}, decided as everything else is. */
  public int choose(int options) {
    return world().pick("the scenario", positive("options", options));
  }

  /** Chance for the scenario, from the seed; what it gives is not a choice of the strategy. */
  public RandomGenerator random() {
    return world().scenarioRandom();
  }

  /** The committed state of a machine; empty before its first step and after its end. */
  public <S> Optional<S> state(MachineRef<?> machine, Class<S> type) {
    var model = world().committed(machine);
    return model == null ? Optional.empty() : Optional.ofNullable(model.state()).map(type::cast);
  }

  /** All that became durable so far. */
  public List<CommittedStep> history() {
    return Collections.unmodifiableList(world().history());
  }

  /** What an operator can do. */
  public SimulatedOperator operator() {
    return new SimulatedOperator(world());
  }

  @Nullable World worldIfOpen() {
    return world;
  }
}
