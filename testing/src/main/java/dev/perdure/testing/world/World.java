package dev.perdure.testing.world;

import static java.util.Objects.requireNonNull;

import dev.perdure.MachineRef;
import dev.perdure.Part;
import dev.perdure.kernel.Answer;
import dev.perdure.kernel.EventShape;
import dev.perdure.kernel.Inspection;
import dev.perdure.kernel.Output.ActivityCall;
import dev.perdure.kernel.PartitionConfig;
import dev.perdure.kernel.Placements;
import dev.perdure.kernel.Program;
import dev.perdure.kernel.StepObserver.Operated;
import dev.perdure.kernel.StepObserver.Parked;
import dev.perdure.kernel.StepObserver.Stepped;
import dev.perdure.kernel.spi.Batch;
import dev.perdure.kernel.spi.Codec.CodecException;
import dev.perdure.kernel.spi.StoreException;
import dev.perdure.testing.CommittedStep;
import dev.perdure.testing.Fault;
import dev.perdure.testing.RunListener;
import dev.perdure.testing.Strategy;
import dev.perdure.testing.TraceLine;
import dev.perdure.testing.TraceLine.Kind;
import dev.perdure.testing.Violation;
import dev.perdure.testing.check.Checks;
import dev.perdure.testing.check.Deferrals;
import dev.perdure.testing.check.MachineModel;
import dev.perdure.testing.check.Observed;
import dev.perdure.testing.check.Published;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A simulated world: stores with their owners and zombies, the wire between them, clients, and the
 * time. It is driven turn by turn; each turn is one task of those that are enabled.
 *
 * <p>Where real threads would run at the same time, a task is interrupted at a crossing of a seam,
 * and another runs inside it. One thread uses a world, from its making to its end.
 */
public final class World {
  private static final long BEGIN_MILLIS = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
  private static final long RETENTION_MILLIS = 86_400_000L;

  /** Now and then it is so short that it is over in a run, when a clock jumps. */
  private static final long SHORT_RETENTION_MILLIS = 600_000L;

  private static final int MAX_DEPTH = 4;

  /** For how long a program is looked at when its scenario has ended and it is not at rest. */
  private static final int TURNS_AFTER = 2_000;

  private static final int[] FAULTY_PARTS = {4, 4, 2, 1, 0};

  final Chances chances;
  final Requests requests = new Requests(this);
  final Wire wire;

  private final Settings settings;
  private final SplittableRandom entropy;
  private final RandomGenerator scenarioRandom;
  private final Ledger ledger;
  private final SimulatedProgram simulated;
  private final Checks checks;
  private final StoredMailboxes mailboxes;
  private final Placements placements;
  private final PartitionConfig config;
  private final int stores;
  private final List<Disk> disks = new ArrayList<>();
  private final Nodes nodes;
  private final Afflictions afflictions;
  private final ArrayDeque<Runnable> completions = new ArrayDeque<>();
  private final ArrayDeque<Task> fair = new ArrayDeque<>();
  private final Map<String, WorldClient> clients = new LinkedHashMap<>();

  private long nowMillis = BEGIN_MILLIS;
  private long highestClockMillis = BEGIN_MILLIS;
  private long lastEntropy;
  private long turn;
  private boolean lostHandOvers;

  /** The behaviour whose handler has returned last, by what it deferred. */
  private @Nullable Deferrals handledBy;

  private boolean driving;
  private boolean unsettled;

  /** Whether those who listen were told of a calm, and not yet that it ended. */
  private boolean calmTold;

  /** The incarnation whose task runs, and the partition that it is in. */
  private @Nullable Incarnation top;

  private @Nullable Seat seat;
  private int depth;

  /**
   * @param recorded whether a trace is kept
   */
  public World(
      Settings settings,
      long seed,
      Strategy strategy,
      boolean recorded,
      ProgramCache cache,
      List<Part> parts) {
    this.settings = settings;
    SplittableRandom seeded = new SplittableRandom(seed ^ 0x5DEECE66DL);
    this.entropy = seeded.split();
    this.scenarioRandom = seeded.split();
    this.ledger = new Ledger(this, recorded);
    this.chances = new Chances(strategy);
    this.simulated = cache.of(parts);
    chances.draw(settings.faults());
    int partitions = settings.partitions().orElseGet(() -> 1 + chances.pick("partitions", 5));
    this.placements = new Placements(partitions);
    this.stores =
        Math.min(partitions, settings.stores().orElseGet(() -> 1 + chances.pick("stores", 2)));
    chances.calm(false);
    this.config = drawConfig();
    chances.calm(true);
    this.checks = new Checks(simulated.program(), config.requestRetentionMillis());
    this.mailboxes = new StoredMailboxes(checks);
    this.wire = new Wire(this, stores);
    for (int store = 0; store < stores; store++) {
      int on = store;
      disks.add(new Disk(partitions, (group, records) -> applied(on, group, records)));
    }
    this.nodes = new Nodes(this, disks);
    this.afflictions = new Afflictions(this, nodes, stores);
    simulated.begin(this, parts);
  }

  private PartitionConfig drawConfig() {
    return new PartitionConfig(
        1 << 20,
        1 << 20,
        bound(2, 10_000),
        bound(1, 16_384),
        bound(1, 1_000),
        bound(1, 1_000),
        bound(1, 1_000),
        chances.strikes(Fault.SMALL_BOUND) ? SHORT_RETENTION_MILLIS : RETENTION_MILLIS,
        bound(1, 1_000),
        bound(1, 1 << 24));
  }

  private int bound(int smallest, int usual) {
    return chances.strikes(Fault.SMALL_BOUND) ? smallest + chances.pick("a small bound", 3) : usual;
  }

  /** The run is over. */
  public void end() {
    simulated.end();
  }

  // ---- what is where -------------------------------------------------------------------------

  Program program() {
    return simulated.program();
  }

  SimulatedProgram simulated() {
    return simulated;
  }

  public Checks checks() {
    return checks;
  }

  Placements placements() {
    return placements;
  }

  PartitionConfig config() {
    return config;
  }

  int storeOf(int partition) {
    return partition % stores;
  }

  List<Integer> partitionsOf(int store) {
    return IntStream.range(0, placements.partitions())
        .filter(id -> storeOf(id) == store)
        .boxed()
        .toList();
  }

  @Nullable Incarnation owner(int partition) {
    return nodes.owner(storeOf(partition));
  }

  /** One that was overtaken, and does not know; null when there is none. */
  @Nullable Incarnation zombie(int partition) {
    return nodes.zombie(storeOf(partition));
  }

  public long nowMillis() {
    return nowMillis;
  }

  long turn() {
    return turn;
  }

  int depth() {
    return depth;
  }

  long entropy() {
    lastEntropy = entropy.nextLong();
    return lastEntropy;
  }

  long lastEntropy() {
    return lastEntropy;
  }

  public RandomGenerator scenarioRandom() {
    return scenarioRandom;
  }

  public int pick(String what, int options) {
    return chances.pick(what, options);
  }

  public List<CommittedStep> history() {
    return ledger.steps();
  }

  public List<TraceLine> lines() {
    return ledger.lines();
  }

  public void listen(RunListener listener) {
    ledger.add(listener);
  }

  /** How many turns there were. */
  public long turns() {
    return turn;
  }

  /** How often each fault has struck, by its ordinal. */
  public long[] struck() {
    return chances.struck();
  }

  // ---- turns ---------------------------------------------------------------------------------

  /** Drives the world until all is at rest, and checks that. */
  public void runToRest() {
    drive(() -> false, Long.MAX_VALUE);
    atRest();
  }

  /** Drives the world for some time; when it comes to rest within, that is checked. */
  public void run(Duration time) {
    if (drive(() -> false, nowMillis + Math.max(0, time.toMillis()))) {
      atRest();
    }
  }

  void runUntil(Future<?> future) {
    if (!future.isDone() && drive(future::isDone, Long.MAX_VALUE)) {
      checkAnswered();
    }
  }

  void runUntil(Future<?> future, Duration atMost) {
    if (!future.isDone()) {
      drive(future::isDone, nowMillis + atMost.toMillis());
    }
  }

  /** Whether it was driven, ever. */
  public boolean wasDriven() {
    return turn > 0;
  }

  /** Whether it was driven since it was at rest last. */
  public boolean isUnsettled() {
    return unsettled;
  }

  /**
   * The scenario has ended: goes on without faults, to rest, which is checked; or for a while, and
   * then as long as somebody wants to see more.
   */
  public void settle(BooleanSupplier wantsMore) {
    long from = turn;
    BooleanSupplier done = () -> turn > from + TURNS_AFTER && !wantsMore.getAsBoolean();
    boolean rests =
        alone(
            () -> {
              chances.calm(false); // It is to become calm, with all that belongs to that.
              return turns(done, Long.MAX_VALUE, from);
            });
    if (rests) {
      atRest();
    }
  }

  private void atRest() {
    checkAnswered();
    ledger.line(Kind.PHASE, "world", "is", "at rest");
    checkRest();
    ledger.tell(RunListener::atRest);
    unsettled = false;
  }

  /**
   * Drives the world: with faults for some turns, then without.
   *
   * @return whether nothing is left to do, at any time
   */
  private boolean drive(BooleanSupplier done, long untilMillis) {
    return alone(
        () -> {
          int part = FAULTY_PARTS[chances.pick("turns with faults", FAULTY_PARTS.length)];
          long calmFrom = turn + (long) settings.faultyTurns() * part / 4;
          chances.calm(false);
          if (calmTold && turn < calmFrom) {
            calmEnds();
          }
          return turns(done, untilMillis, calmFrom);
        });
  }

  private boolean alone(BooleanSupplier drive) {
    if (driving) {
      throw new IllegalStateException(
          "waiting inside the simulation: attach to the future instead, by thenAccept");
    }
    driving = true;
    unsettled = true;
    fair.clear();
    try {
      return drive.getAsBoolean();
    } finally {
      chances.calm(true);
      driving = false;
    }
  }

  private boolean turns(BooleanSupplier done, long untilMillis, long calmFrom) {
    Endless endless = new Endless(this, untilMillis == Long.MAX_VALUE);
    while (!isOver(done)) {
      if (turn >= calmFrom && !chances.isCalm()) {
        becomeCalm();
      }
      if (!turn(untilMillis)) {
        checkTimers();
        return nextMillis() == Long.MAX_VALUE && !done.getAsBoolean();
      }
      endless.turned();
    }
    return false;
  }

  /** Clients hear their answers between the turns: what they do then is not inside the kernel. */
  private boolean isOver(BooleanSupplier done) {
    for (Runnable next = completions.poll(); next != null; next = completions.poll()) {
      next.run();
    }
    return done.getAsBoolean();
  }

  private void becomeCalm() {
    chances.calm(true);
    nodes.endZombies();
    if (!calmTold) {
      calmTold = true;
      ledger.line(Kind.PHASE, "world", "is", "calm");
      ledger.tell(RunListener::calm);
    }
  }

  private void calmEnds() {
    calmTold = false;
    ledger.line(Kind.PHASE, "world", "is", "no longer calm");
    ledger.tell(RunListener::calmEnds);
  }

  private void checkAnswered() {
    List<Request> awaited = requests.awaited();
    if (!awaited.isEmpty()) {
      throw new Violation("G5: nothing is left to do, and these were never answered: " + awaited);
    }
  }

  /** Nothing is left to do at this time: what was due has fired. */
  private void checkTimers() {
    long clockMillis = Long.MAX_VALUE;
    for (Incarnation owner : nodes.owners()) {
      if (owner == null) {
        return; // It cannot be opened before its disk has room.
      }
      clockMillis = Math.min(clockMillis, owner.clock.nowMillis());
    }
    checks.idle(clockMillis);
  }

  /** One turn; false when there is nothing to do before the time is over. */
  private boolean turn(long untilMillis) {
    turn++;
    if (!chances.isCalm()) {
      afflictions.afflict();
    }
    Task next = chances.isCalm() ? fairTask() : chosenTask();
    if (next == null) {
      return passTime(untilMillis);
    }
    ledgerTask(next);
    next.run();
    return true;
  }

  private void ledgerTask(Task task) {
    if (ledger.isRecorded()) {
      ledger.line(Kind.TASK, task.actor(), "task", task.label());
    }
  }

  private @Nullable Task chosenTask() {
    List<Task> tasks = tasks();
    if (tasks.isEmpty()) {
      return null;
    }
    int first = (int) (turn % tasks.size());
    return tasks.get((first + chances.task(tasks, first)) % tasks.size());
  }

  /** In the calm each task that is enabled has its turn before any has another. */
  private @Nullable Task fairTask() {
    if (fair.isEmpty()) {
      fair.addAll(tasks());
    }
    return fair.poll();
  }

  private List<Task> tasks() {
    List<Task> tasks = new ArrayList<>();
    nodes.addTasks(tasks);
    wire.addTasks(tasks);
    requests.addTasks(tasks);
    return tasks;
  }

  // ---- time ----------------------------------------------------------------------------------

  private boolean passTime(long untilMillis) {
    long next = nextMillis();
    boolean last = next > untilMillis || next == Long.MAX_VALUE;
    // The slow look that nodes take at their inboxes is for what gets lost; all else comes by
    // itself.
    if (lostHandOvers) {
      checkInboxes();
      return true;
    }
    if (last) {
      if (untilMillis < Long.MAX_VALUE) {
        pass(untilMillis);
      }
      return false;
    }
    pass(Math.max(next, nowMillis + 1));
    return true;
  }

  /** Partitions look into their inboxes now and then; it matters when a hand-over was lost. */
  private void checkInboxes() {
    lostHandOvers = false;
    nodes.forEachOwner(owner -> act(owner, () -> owner.seats().forEach(Seat::checkInbox)));
  }

  private long nextMillis() {
    return Math.min(wire.nextMillis(), nodes.nextMillis());
  }

  void pass(long toMillis) {
    nowMillis = Math.max(nowMillis, toMillis);
    nodes.forEachAlive(node -> clockShows(node.clock.nowMillis()));
    clockShows(nowMillis);
  }

  void clockShows(long millis) {
    highestClockMillis = Math.max(highestClockMillis, millis);
  }

  /**
   * An answer to a request may be forgotten when this much older; it is not asked for again. Who
   * has not heard it yet asks again soon.
   */
  boolean isTooOld(Request request) {
    long retention = request.isAnswered() ? config.requestRetentionMillis() : RETENTION_MILLIS;
    return nowMillis - request.broughtMillis() > retention / 2;
  }

  // ---- faults --------------------------------------------------------------------------------

  boolean strikes(Fault fault, Object where) {
    if (!chances.strikes(fault)) {
      return false;
    }
    struck(fault, where);
    return true;
  }

  void struck(Fault fault, Object where) {
    ledger.struck(fault, where, "");
  }

  /** A fault struck a node in the middle of something. */
  void struck(Fault fault, Incarnation node, Object at) {
    ledger.struck(fault, node, at.toString());
  }

  void lostHandOver() {
    lostHandOvers = true;
  }

  /** Whether the handler of a machine throws this time: never so often that the event is parked. */
  boolean injects(MachineRef<?> ref, int attempts) {
    return seat().partition().failedAttempts(ref) < attempts - 1
        && strikes(Fault.HANDLER_EXCEPTION, ref);
  }

  void handlerThrew(MachineRef<?> ref, Object event, Throwable failure) {
    // A zombie may see what another owner wrote; nothing else damages the stores of a simulation.
    boolean damage = String.valueOf(failure.getMessage()).contains("damaged store");
    if (damage && !requireNonNull(top, "a handler without a node").isZombie()) {
      throw new Violation("G1, G8: " + ref + ": " + failure.getMessage(), failure);
    }
    ledger.line(Kind.FAILURE, ref, "event", event, "threw", failure);
  }

  // ---- tasks and crossings -------------------------------------------------------------------

  /** A node has opened a store, and is its owner. */
  void opened(Incarnation node) {
    ledger.line(Kind.NODE, node, "is", "open");
  }

  boolean isTop(Incarnation node) {
    return node == top;
  }

  /** Lets a node do something, unless it is dead or interrupted further out. */
  void act(Incarnation node, Runnable action) {
    if (node.mayAct()) {
      enter(node, action);
    }
  }

  /** Whatever it throws is the end of the node, or of the run. */
  void enter(Incarnation node, Runnable action) {
    Incarnation topBefore = top;
    Seat seatBefore = seat;
    top = node;
    node.depth++;
    depth++;
    try {
      action.run();
    } catch (Crash e) {
      died(node, e);
    } catch (StoreException e) {
      if (!(e.getCause() instanceof InjectedException)) {
        throw new Violation("G2, G5: %s finds its store damaged: %s".formatted(node, e), e);
      }
      died(node, new Crash(String.valueOf(e.getMessage())));
    } catch (InjectedException | InjectedError e) {
      throw new Violation("G8: %s fails for what a handler threw".formatted(node), e);
    } catch (RuntimeException e) {
      if (!node.isZombie()) {
        throw new Violation("G5: %s fails: %s".formatted(node, e), e);
      }
      died(node, new Crash("it saw what another owner wrote: " + e));
    } finally {
      node.depth--;
      depth--;
      top = topBefore;
      seat = seatBefore;
    }
  }

  void died(Incarnation node, Crash crash) {
    if (node.depth > 1) {
      throw crash; // It is interrupted further out, and dies there.
    }
    node.die();
    nodes.gone(node);
    ledger.line(Kind.NODE, node, "died", String.valueOf(crash.getMessage()));
  }

  /** A crossing of a seam: here a node may die, and others may run in between. */
  void cross(Incarnation node, Crossing at) {
    if (chances.isCalm()) {
      return;
    }
    if (chances.strikes(Fault.CRASH, at.weight)) {
      struck(Fault.CRASH, node, at);
      throw new Crash(at.toString());
    }
    if (depth == 0 || depth >= MAX_DEPTH) {
      return;
    }
    Between between = new Between(node);
    int which = chances.crossing(between::tasks, between::actor);
    if (which >= 0) {
      Task task = between.tasks().get(which);
      ledgerTask(task);
      task.run();
    }
  }

  /** What could run at a crossing; looked for only when somebody asks. */
  private final class Between {
    private final Incarnation node;
    private @Nullable List<Task> found;

    Between(Incarnation node) {
      this.node = node;
    }

    List<Task> tasks() {
      List<Task> known = found;
      if (known == null) {
        known = World.this.tasks();
        found = known;
      }
      return known;
    }

    String actor() {
      Seat at = seat;
      return at == null ? "commits of store " + node.store : "partition " + at.id;
    }
  }

  @Nullable Seat enter(Seat entered) {
    Seat before = seat;
    seat = entered;
    return before;
  }

  void leave(@Nullable Seat before) {
    seat = before;
  }

  /** A read failed for who works at the moment. */
  void unread() {
    Seat at = seat;
    if (at != null) {
      at.unread();
    }
  }

  Seat seat() {
    return requireNonNull(seat, "no partition works");
  }

  // ---- what happens --------------------------------------------------------------------------

  /** A handler has returned; if its step stands, that is heard of next. */
  void handledBy(Deferrals behaviour) {
    handledBy = behaviour;
  }

  /**
   * A step stands, though it is not durable. What it was given must still be what was written.
   *
   * @return its event as bytes
   */
  byte[] stood(Stepped step) {
    requireNonNull(handledBy, "a step without a handler").stepped(step);
    if (!step.before().name().isEmpty()) {
      byte[] given = simulated.codec().again(step.before().value());
      if (!Arrays.equals(given, step.before().bytes())) {
        throw new Violation(
            "aliasing: the state of %s was changed after its step, by somebody who holds a part of it: %s"
                .formatted(step.machine(), step.before().value()));
      }
    }
    return step.shape().encode(step.event());
  }

  private void applied(int store, List<Batch> group, List<Published> records) {
    checks.applied(group);
    committed(records);
    checks.dropped(group);
    mailboxes.check(disks.get(store), records);
  }

  /** Records are durable. */
  void committed(List<Published> records) {
    for (Published published : records) {
      if (published.isCommitted()) {
        continue;
      }
      ledger.committed(checks.committed(published, highestClockMillis));
      for (Observed observed : published.observed()) {
        if (observed.what() instanceof Parked parked) {
          parked(parked);
        } else if (observed.what() instanceof Operated operated) {
          ledger.operated(operated);
        }
      }
    }
  }

  private void parked(Parked parked) {
    ledger.parked(parked, event(parked));
    if (!settings.parking()) {
      throw new Violation(
          "parked: %s of %s: %s".formatted(parked.eventName(), parked.machine(), parked.reason()),
          parked.failure());
    }
  }

  private Optional<Object> event(Parked parked) {
    EventShape shape =
        program()
            .kind(parked.machine().type())
            .flatMap(k -> k.event(parked.eventName()))
            .orElse(null);
    try {
      return shape == null ? Optional.empty() : Optional.of(shape.decode(parked.bytes()));
    } catch (CodecException e) {
      return Optional.empty();
    }
  }

  void requested(Request request) {
    ledger.line(Kind.REQUEST, "client " + request.client, "request", request);
    ledger.tell(listener -> listener.requested(request.shown()));
  }

  void answered(Request request, Runnable receiver) {
    requests.answered(request);
    completions.add(receiver);
  }

  void traceActivity(ActivityCall call, String what) {
    ledger.line(Kind.ACTIVITY, "activity " + call.activity(), "for", call.caller(), "came", what);
  }

  /** A client has heard; told between the turns. */
  void heard(Request request, RunListener.Reply reply) {
    ledger.line(Kind.REPLY, "client " + request.client, "request", request, "reply", reply);
    ledger.tell(listener -> listener.answered(request.shown(), reply));
  }

  // ---- clients and operators -----------------------------------------------------------------

  /** A request of a client; it is brought in the turns to come. */
  Request request(
      String client,
      String id,
      MachineRef<?> to,
      EventShape shape,
      Object event,
      boolean forReply,
      BooleanSupplier givenUp,
      Consumer<Answer> receiver) {
    Request request = new Request(this, client, id, to, shape, event, forReply, givenUp, receiver);
    requests.add(request);
    return request;
  }

  /** A client; clients of one name are one. */
  public WorldClient client(String name) {
    return clients.computeIfAbsent(name, of -> new WorldClient(this, of));
  }

  /** No client has made a mistake that nobody looked at. */
  public void checkHeeded() {
    clients.values().forEach(WorldClient::checkHeeded);
  }

  /** An operator puts another event in the place of a parked one. */
  public void replace(MachineRef<?> machine, Object event) {
    EventShape shape = program().kindOf(machine).event(event.getClass());
    if (shape == null) {
      throw new IllegalArgumentException("not an event of " + machine + ": " + event);
    }
    operate(machine, new Inspection.Verb.Replace(shape, event, shape.encode(event)));
  }

  /** An operator does something to a machine, now, with the owner that there is. */
  public void operate(MachineRef<?> machine, Inspection.Verb verb) {
    int partition = placements.partitionOf(machine);
    Incarnation owner = owner(partition);
    if (owner != null && owner.mayAct()) {
      act(
          owner,
          () ->
              owner
                  .seat(partition)
                  .enter(mine -> mine.inspect(new Inspection(machine, verb, _ -> {}))));
    }
  }

  // ---- at rest -------------------------------------------------------------------------------

  private void checkRest() {
    AtRest rest = new AtRest(this, disks);
    checks.atRest(rest::hasMessages);
    rest.check();
  }

  /** What is committed of a machine; null when nothing is. */
  public @Nullable MachineModel committed(MachineRef<?> ref) {
    return checks.machine(ref);
  }

  Iterable<@Nullable Incarnation> owners() {
    return nodes.owners();
  }
}
