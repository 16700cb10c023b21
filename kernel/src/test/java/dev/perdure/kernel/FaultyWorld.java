package dev.perdure.kernel;

import dev.perdure.MachineRef;
import dev.perdure.Outcome.Cause;
import dev.perdure.Part;
import dev.perdure.Placement;
import dev.perdure.ReplyTo;
import dev.perdure.kernel.FaultyNode.Crash;
import dev.perdure.kernel.FaultyTransport.Parcel;
import dev.perdure.kernel.Output.ActivityCall;
import dev.perdure.kernel.Partition.ClientRequest;
import dev.perdure.kernel.spi.Codec;
import dev.perdure.kernel.spi.Cursor;
import dev.perdure.kernel.spi.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Kernels under faults, with clients, operators and activities around them. One seed decides
 * everything: the bounds of the partitions, how many there are on how many stores, which faults
 * strike how often, and every turn.
 *
 * <p>A run has two parts. In the first, turns and faults come by chance. In the second there are no
 * more faults, and all must come to rest with every request answered; then each load is checked.
 */
final class FaultyWorld {
  /** What no load leaves behind at rest. */
  private static final char[] MUST_BE_EMPTY = {
    Keys.INBOX,
    Keys.OUTBOX,
    Keys.WAITING,
    Keys.PARKED,
    Keys.WORK,
    Keys.CALL,
    Keys.ASK,
    Keys.TIMER,
    Keys.DUE,
    Keys.UNANSWERED
  };

  /** Request ids that came while older ones were committed and loaded; they leave with the next. */
  private static final int ON_THEIR_WAY = 24;

  private static final int MAX_DEPTH = 4;
  private static final int MAX_ROUNDS = 20_000;
  private static final long RETENTION_MILLIS = 86_400_000L;

  final SimClock clock = new SimClock();
  final CommitHistory commits = new CommitHistory();
  final FaultyTransport.Wire wire = new FaultyTransport.Wire();
  final Program program;
  final PartitionConfig config;
  final Placements placements;
  final Rates rates;

  /** Whether time has jumped back at some moment. */
  boolean wentBack;

  private final SplittableRandom random;
  private final SplittableRandom entropy;
  private final TestCodec codec = new TestCodec();
  private final List<Load> loads;
  private final List<SimStore> stores = new ArrayList<>();
  private final List<FaultyNode> nodes = new ArrayList<>();
  private final List<FaultyNode> zombies = new ArrayList<>();
  private final List<Asked> asked = new ArrayList<>();
  private boolean calm;

  /** The node whose turn it is, and how many turns are under way, one inside the other. */
  private @Nullable FaultyNode top;

  private int depth;
  private long faults;
  private int lossesAtRest = 40;

  /** Which part of the chances make a fault strike. */
  record Rates(
      double crash,
      double lostCommit,
      double unknownCommit,
      double lostHandOver,
      double zombie,
      double lostFrame,
      double repeat,
      double interruption,
      double unreadable) {
    static Rates of(RandomGenerator random) {
      return new Rates(
          some(random, 0.015),
          some(random, 0.03),
          some(random, 0.03),
          some(random, 0.2),
          some(random, 0.01),
          some(random, 0.3),
          some(random, 0.3),
          some(random, 0.4),
          some(random, 0.005));
    }

    private static double some(RandomGenerator random, double most) {
      return random.nextInt(3) == 0 ? 0 : random.nextDouble() * most;
    }
  }

  FaultyWorld(long seed, List<Function<FaultyWorld, Load>> kinds) {
    random = new SplittableRandom(seed);
    entropy = random.split();
    rates = Rates.of(random);
    config =
        new PartitionConfig(
            1 << 20,
            1 << 20,
            bound(2, 5, 1_000),
            bound(1, 3, 1_000),
            bound(1, 2, 100),
            bound(1, 2, 100),
            bound(1, 3, 1_000),
            RETENTION_MILLIS,
            bound(1, 3, 100),
            inFlightBytes(seed));
    placements = new Placements(1 + random.nextInt(5));
    loads = kinds.stream().map(kind -> kind.apply(this)).toList();
    List<Part> parts = loads.stream().flatMap(load -> load.parts().stream()).toList();
    program = new Program(parts, codec);
    int number = Math.min(placements.partitions(), 1 + random.nextInt(2));
    for (int store = 0; store < number; store++) {
      stores.add(new SimStore(placements.partitions()));
    }
    for (int store = 0; store < number; store++) {
      nodes.add(opened(store));
    }
  }

  private static long inFlightBytes(long seed) {
    return switch (Math.floorMod(seed, 5)) {
      case 0 -> 1;
      case 3 -> 2_000;
      default -> 1 << 24;
    };
  }

  private int bound(int... choices) {
    return choices[random.nextInt(choices.length)];
  }

  // ---- what loads use ------------------------------------------------------------------------

  /** The clients' next request: sent at once, and again until it is answered. */
  <E> Asked send(String id, MachineRef<E> to, E event) {
    return add(new Asked(id, to, event, false, clock.nowMillis()));
  }

  /** A request that waits for a reply. */
  <E, R> Asked ask(String id, MachineRef<E> to, Function<ReplyTo<R>, ? extends E> event) {
    String address = new ReplyAddress.OfRequest(to, id).toText();
    return add(new Asked(id, to, event.apply(new ReplyTo<>(address)), true, clock.nowMillis()));
  }

  private Asked add(Asked one) {
    asked.add(one);
    bring(one);
    return one;
  }

  /** A query, to any owner there is or was; who asks hears the value, or nothing. */
  <E, R> void query(
      MachineRef<E> to,
      Class<R> type,
      Function<ReplyTo<R>, ? extends E> event,
      java.util.function.Consumer<R> receiver) {
    var address = new ReplyTo<R>(new ReplyAddress.OfQuery(to).toText());
    Object query = event.apply(address);
    request(
        "",
        to,
        query,
        true,
        node(to),
        answer -> {
          if (answer instanceof Answer.Value(var bytes)) {
            receiver.accept(codec.of(type).decode(bytes));
          }
        });
  }

  void operate(MachineRef<?> machine, Inspection.Verb verb) {
    drive(
        node(machine),
        node -> node.enter(machine, p -> p.inspect(new Inspection(machine, verb, _ -> {}))));
  }

  /** Throws now and then, as long as there are faults: an exception or an error. */
  void flaky() {
    if (!calm && random.nextInt(15) == 0) {
      if (random.nextInt(4) == 0) {
        throw new ServiceConfigurationError("by chance");
      }
      throw new IllegalStateException("by chance");
    }
  }

  boolean isCalm() {
    return calm;
  }

  boolean strikes(double rate) {
    if (calm || random.nextDouble() >= rate) {
      return false;
    }
    faults++;
    return true;
  }

  long entropy() {
    return entropy.nextLong();
  }

  int storeOf(int partition) {
    return partition % stores.size();
  }

  SimStore disk(MachineRef<?> ref) {
    return stores.get(storeOf(placements.partitionOf(ref)));
  }

  PartitionHead head(int partition) {
    return PartitionHead.read(stores.get(storeOf(partition)).head(partition).bookkeeping());
  }

  /** What is committed of a machine; null when it never was. */
  @Nullable MachineRecord committed(MachineRef<?> ref) {
    byte[] stored =
        disk(ref).get(placements.partitionOf(ref), Keys.of(Keys.MACHINE, Keys.prefix(ref)));
    return stored == null ? null : MachineRecord.read(stored);
  }

  /** The committed state of a machine; null when it has none. */
  <S> @Nullable S state(MachineRef<?> ref, Class<S> type) {
    MachineRecord stored = committed(ref);
    if (stored == null || stored.stateName().isEmpty()) {
      return null;
    }
    MachineKind.StateShape shape = program.kindOf(ref).state(stored.stateName());
    Violation.check(shape != null, "G5: %s in state %s", ref, stored.stateName());
    return shape == null ? null : type.cast(shape.codec().decode(stored.state()));
  }

  /** Whether a machine has running timers, as committed. */
  boolean isTimed(MachineRef<?> ref) {
    byte[] from = Keys.of(Keys.TIMER, Keys.prefix(ref));
    try (Cursor cursor = disk(ref).scan(placements.partitionOf(ref), from, Keys.endOf(from))) {
      return cursor.next();
    }
  }

  @Nullable Parked parked(MachineRef<?> ref) {
    byte[] stored =
        disk(ref).get(placements.partitionOf(ref), Keys.of(Keys.PARKED, Keys.prefix(ref)));
    return stored == null ? null : Parked.read(stored);
  }

  <T> Codec.ValueCodec<T> codec(Class<T> type) {
    return codec.of(type);
  }

  // ---- the run -------------------------------------------------------------------------------

  /** Both parts, and the checks. */
  void run(int turns) {
    for (int i = 0; i < turns; i++) {
      turn();
    }
    if (random.nextBoolean()) {
      List.copyOf(nodes).forEach(node -> died(node, new Crash()));
    }
    calm = true;
    zombies.clear();
    comeToRest();
    asked.forEach(one -> Violation.check(one.answer != null, "G5: never answered: %s", one));
    for (SimStore store : stores) {
      for (int id = 0; id < placements.partitions(); id++) {
        for (char space : MUST_BE_EMPTY) {
          int left = store.space(id, space).size();
          Violation.check(left == 0, "G5: at rest with %d keys in space %s", left, space);
        }
      }
    }
    loads.forEach(Load::check);
    checkBounds();
  }

  long faults() {
    return faults;
  }

  private void turn() {
    switch (random.nextInt(24)) {
      case 0, 1 -> loads.get(random.nextInt(loads.size())).act(random);
      case 2 -> repeatRequest();
      case 3 -> passTime();
      case 4, 5, 6 -> carry();
      case 7 -> {
        if (strikes(rates.zombie)) {
          int store = random.nextInt(nodes.size());
          zombies.add(nodes.get(store));
          nodes.set(store, opened(store));
        }
      }
      case 8 -> {
        if (strikes(rates.crash)) {
          died(nodes.get(random.nextInt(nodes.size())), new Crash());
        }
      }
      default -> drive(anyNode(), node -> node.turn(random));
    }
  }

  private FaultyNode anyNode() {
    int at = random.nextInt(nodes.size() + zombies.size());
    return at < nodes.size() ? nodes.get(at) : zombies.get(at - nodes.size());
  }

  /** Mostly the owner, sometimes who was it. */
  private FaultyNode node(MachineRef<?> ref) {
    int store = storeOf(placements.partitionOf(ref));
    if (!zombies.isEmpty() && random.nextInt(3) == 0) {
      FaultyNode zombie = zombies.get(random.nextInt(zombies.size()));
      if (zombie.store == store) {
        return zombie;
      }
    }
    return nodes.get(store);
  }

  private void repeatRequest() {
    if (asked.isEmpty()) {
      return;
    }
    Asked one = asked.get(random.nextInt(asked.size()));
    if (clock.nowMillis() - one.firstSentMillis < RETENTION_MILLIS * 3 / 4) {
      bring(one);
    }
  }

  private void passTime() {
    switch (random.nextInt(12)) {
      case 0 -> clock.set(clock.nowMillis() + random.nextLong(5_000));
      case 1 -> {
        if (rates.crash > 0 && random.nextInt(10) == 0) {
          clock.set(clock.nowMillis() - random.nextLong(3_000));
          wentBack = true;
        }
      }
      case 2 -> {
        if (random.nextInt(10) == 0) {
          clock.set(clock.nowMillis() + random.nextLong(7_200_000));
        }
      }
      case 3, 4 -> clock.set(clock.nowMillis() + random.nextLong(200));
      default -> {
        long due = nextDueMillis();
        if (due < Long.MAX_VALUE) {
          clock.set(Math.max(clock.nowMillis(), due));
        }
      }
    }
  }

  private long nextDueMillis() {
    return nodes.stream()
        .filter(node -> node.depth == 0 && node.isAlive())
        .flatMap(node -> node.partitions.values().stream())
        .mapToLong(this::nextDueMillis)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private long nextDueMillis(Partition partition) {
    try {
      return partition.nextDueMillis();
    } catch (Crash | StoreException e) {
      return Long.MAX_VALUE; // The partition remembers it, and fails at its next turn.
    }
  }

  private void carry() {
    if (wire.isEmpty()) {
      return;
    }
    Parcel parcel = wire.take(random, strikes(rates.repeat));
    if (strikes(rates.lostFrame) || isLostAtRest()) {
      return;
    }
    boolean arrived =
        switch (parcel) {
          case Parcel.Run(var frame) -> enter(frame.target(), p -> p.arrived(frame));
          case Parcel.Acknowledgement(var source, var target, var seq, var again) ->
              enter(source, p -> p.acknowledged(target, seq, again));
        };
    if (!arrived) {
      wire.add(parcel);
    }
  }

  /** The network is never perfect, but loses only so much. */
  private boolean isLostAtRest() {
    if (!calm || lossesAtRest == 0 || random.nextInt(4) > 0) {
      return false;
    }
    lossesAtRest--;
    return true;
  }

  private boolean enter(int partition, java.util.function.Consumer<Partition> entry) {
    boolean[] entered = new boolean[1];
    drive(nodes.get(storeOf(partition)), node -> entered[0] = node.enter(partition, entry));
    return entered[0];
  }

  /** Lets a node do something; when it dies of it, another is opened in its place. */
  private void drive(FaultyNode node, java.util.function.Consumer<FaultyNode> action) {
    if (!node.isAlive() || (node.depth > 0 && node != top)) {
      return; // Dead, or interrupted further out.
    }
    FaultyNode before = top;
    top = node;
    node.depth++;
    depth++;
    try {
      action.accept(node);
    } catch (Crash e) {
      died(node, e);
    } catch (StoreException e) {
      died(node, new Crash());
    } catch (RuntimeException e) {
      if (!zombies.contains(node)) {
        throw e;
      }
      died(node, new Crash()); // It may see what another owner wrote, and stops.
    } finally {
      node.depth--;
      depth--;
      top = before;
    }
  }

  private void died(FaultyNode node, Crash crash) {
    if (node.depth > 1) {
      throw crash;
    }
    node.die();
    if (!zombies.remove(node) && nodes.get(node.store) == node) {
      nodes.set(node.store, opened(node.store));
    }
  }

  private FaultyNode opened(int store) {
    List<Integer> ids =
        IntStream.range(0, placements.partitions())
            .filter(id -> storeOf(id) == store)
            .boxed()
            .toList();
    for (int attempt = 0; ; attempt++) {
      try {
        return new FaultyNode(this, store, ids, stores.get(store));
      } catch (Crash | StoreException e) {
        if (attempt == 1_000) {
          throw new IllegalStateException("never opens", e);
        }
      }
    }
  }

  /** A crossing of a seam: here a node may die, and others may run in between. */
  void cross(FaultyNode node) {
    if (calm) {
      return;
    }
    if (strikes(rates.crash)) {
      throw new Crash();
    }
    if (depth > 0 && depth < MAX_DEPTH && random.nextDouble() < rates.interruption) {
      FaultyNode other = random.nextInt(4) == 0 ? anyNode() : node;
      if (random.nextBoolean()) {
        drive(other, FaultyNode::rush);
      } else {
        drive(other, one -> one.turn(random));
      }
    }
  }

  // ---- clients and activities ----------------------------------------------------------------

  private void bring(Asked one) {
    FaultyNode node = node(one.to);
    // Sometimes a client only wants to know that it is accepted.
    boolean forReply = one.forReply && (random.nextInt(5) > 0 || calm);
    request(
        one.id,
        one.to,
        one.event,
        forReply,
        node,
        answer -> {
          cross(node);
          if (answer instanceof Answer.Overloaded) {
            return;
          }
          Violation.check(
              isRemembered(one), "G4: answered before it was durable: %s, %s", one, answer);
          if (forReply == one.forReply) {
            one.hear(answer);
            loads.forEach(load -> load.answered(one, answer));
          } else {
            boolean told =
                answer instanceof Answer.Accepted
                    || (answer instanceof Answer.No(var cause, _) && cause == Cause.HALTED);
            Violation.check(told, "G2: %s accepted with %s", one, answer);
          }
          cross(node);
        });
  }

  private void request(
      String id, MachineRef<?> to, Object event, boolean forReply, FaultyNode node, Waiter heard) {
    EventShape shape = program.kindOf(to).event(event.getClass());
    if (shape == null) {
      throw new IllegalArgumentException("not an event of " + to + ": " + event);
    }
    int[] times = new int[1];
    Waiter waiter =
        answer -> {
          times[0]++;
          Violation.check(times[0] == 1, "G2: one waiter completed twice: %s", id);
          heard.complete(answer);
        };
    var request = new ClientRequest(id, to, shape, event, shape.encode(event), forReply, waiter);
    drive(node, one -> one.enter(to, p -> checkFill(p, () -> p.request(request))));
  }

  /** G9: what comes in never makes a partition more than full. */
  void checkFill(Partition partition, Runnable entry) {
    long before = partition.statistics().ready();
    entry.run();
    long after = partition.statistics().ready();
    Violation.check(
        after <= Math.max(before, config.maxReady()), "G9: %d messages in %s", after, config);
  }

  /** G9: what waits in the store is in memory only as far as the windows reach. */
  void checkWindows(Partition partition) {
    Partition.InMemory now = partition.inMemory();
    int readAhead = Math.min(Mailboxes.MOST_READ_AHEAD, config.maxReady());
    Violation.check(
        now.timers() <= config.maxTimers() && now.readAhead() <= readAhead,
        "G9: %s in %s",
        now,
        config);
  }

  private boolean isRemembered(Asked one) {
    byte[] id = new ByteWriter().text(one.id).toBytes();
    int partition = placements.partitionOf(one.to);
    try (Cursor cursor =
        disk(one.to).scan(partition, Keys.space(Keys.ANSWERS), Keys.endOfSpace(Keys.ANSWERS))) {
      while (cursor.next()) {
        byte[] segment = cursor.value();
        for (int at = 0; at + id.length <= segment.length; at++) {
          if (Arrays.equals(segment, at, at + id.length, id, 0, id.length)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** G4 of activity calls; see {@link CallLoad}. */
  void callReleased(int partition, ActivityCall call) {
    for (Load load : loads) {
      if (load instanceof CallLoad calls) {
        calls.released(call);
      }
    }
  }

  /** Runs an activity and brings its outcome back. */
  void finish(FaultyNode.Call done) {
    ActivityCall call = done.call();
    Answer answer =
        loads.stream()
            .filter(CallLoad.class::isInstance)
            .map(load -> ((CallLoad) load).run(call))
            .findFirst()
            .orElseThrow();
    if (!enter(done.partition(), p -> p.callFinished(call.caller(), call.callId(), answer))) {
      nodes.get(storeOf(done.partition())).calls.add(done);
    }
  }

  // ---- the end -------------------------------------------------------------------------------

  private void comeToRest() {
    for (int round = 0; round < MAX_ROUNDS; round++) {
      boolean moved = false;
      while (!wire.isEmpty()) {
        carry();
        moved = true;
      }
      for (FaultyNode node : List.copyOf(nodes)) {
        boolean[] one = new boolean[1];
        drive(node, n -> one[0] = n.moves());
        moved |= one[0];
      }
      if (moved) {
        continue;
      }
      nodes.forEach(node -> node.partitions.values().forEach(Partition::checkInbox));
      for (FaultyNode node : List.copyOf(nodes)) {
        boolean[] one = new boolean[1];
        drive(node, n -> one[0] = n.moves());
        moved |= one[0];
      }
      boolean allAnswered = true;
      for (Asked one : asked) {
        if (one.answer == null) {
          allAnswered = false;
          bring(one);
        }
      }
      boolean settled = true;
      if (allAnswered) {
        for (Load load : loads) {
          settled &= !load.settle();
        }
      }
      if (moved) {
        continue;
      }
      long due = nextDueMillis();
      if (due < Long.MAX_VALUE) {
        clock.set(Math.max(clock.nowMillis(), due));
      } else if (allAnswered && settled) {
        return;
      }
    }
    asked.forEach(one -> Violation.check(one.answer != null, "G5: never answered: %s", one));
    throw new Violation("G5: never comes to rest");
  }

  /** G9: whatever happened before, memory is within its bounds. */
  private void checkBounds() {
    MachineKind kind = program.kinds().iterator().next();
    for (int i = 0; i < 8 * placements.partitions(); i++) {
      // Nobody's machines, to push out those that wait for nothing.
      operate(
          new MachineRef<>(kind.name(), Placement.byKey(), "nobody" + i),
          new Inspection.Verb.Show());
      nodes.forEach(FaultyNode::moves);
    }
    for (FaultyNode node : nodes) {
      for (Partition partition : node.partitions.values()) {
        PartitionStatistics figures = partition.statistics();
        boolean small = figures.ready() == 0 && figures.active() <= config.maxActive() + 1;
        Violation.check(small, "G9: %s, machines at most %d", figures, config.maxActive());
        int young = youngIds(partition.id());
        boolean aged = young <= config.requestWindow() + ON_THEIR_WAY;
        Violation.check(aged, "G9: %d ids indexed in memory of %s", young, config);
      }
    }
  }

  /** How many request ids are remembered without an index key of their own. */
  private int youngIds(int partition) {
    long agedUpTo = head(partition).agedUpTo();
    int young = 0;
    for (var segment : stores.get(storeOf(partition)).space(partition, Keys.ANSWERS)) {
      ByteReader in = new ByteReader(segment.getValue());
      while (!in.atEnd()) {
        young += in.varint() > agedUpTo ? 1 : 0;
        in.text();
        in.u64();
        in.u8();
        Answer.read(in);
      }
    }
    return young;
  }
}
