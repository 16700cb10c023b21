package dev.perdure.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.Activity;
import dev.perdure.MachineRef;
import dev.perdure.Outcome.Cause;
import dev.perdure.Part;
import dev.perdure.ReplyTo;
import dev.perdure.kernel.CommitStream.Progress;
import dev.perdure.kernel.Inspection.MachineView;
import dev.perdure.kernel.Inspection.Result;
import dev.perdure.kernel.Inspection.Verb;
import dev.perdure.kernel.Output.ActivityCall;
import dev.perdure.kernel.Partition.ClientRequest;
import dev.perdure.kernel.Partition.Setting;
import dev.perdure.kernel.SimTransport.Parcel;
import dev.perdure.kernel.spi.Codec.ValueCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Kernels over simulated seams, on one thread: partitions on one store or several, their commit
 * streams, and a scheduler that lets partitions, commits, hand-overs, transport, activities and the
 * news of commits take turns by chance. One seed is one history.
 *
 * <p>Time stands still unless {@link #advance} is called.
 */
final class KernelHarness {
  private static final int MAX_TURNS = 5_000_000;

  final SimClock clock = new SimClock();
  final List<SimStore> stores = new ArrayList<>();
  final SimTransport transport;
  private final Settings settings;
  private final SplittableRandom random;
  private final TestCodec codec = new TestCodec();
  private Program program;
  private final Placements placements;
  private final List<SimNode> nodes = new ArrayList<>();
  private boolean callsHeld;
  private boolean outOfOrder;
  private int failedCommits;
  private Consumer<Partition> watcher = _ -> {};

  /** How a harness is built. Partition p is on store p modulo the number of stores. */
  record Settings(int partitions, int stores, PartitionConfig config, long seed) {
    static Settings standard() {
      return new Settings(1, 1, PartitionConfig.standard(), 1);
    }

    Settings partitions(int number) {
      return new Settings(number, stores, config, seed);
    }

    Settings stores(int number) {
      return new Settings(partitions, number, config, seed);
    }

    Settings config(PartitionConfig bounds) {
      return new Settings(partitions, stores, bounds, seed);
    }

    Settings seed(long number) {
      return new Settings(partitions, stores, config, number);
    }
  }

  /** One partition on one store. */
  KernelHarness(Part... parts) {
    this(Settings.standard(), parts);
  }

  KernelHarness(Settings settings, Part... parts) {
    this.settings = settings;
    this.random = new SplittableRandom(settings.seed);
    this.transport = new SimTransport(random.split());
    this.program = new Program(List.of(parts), codec);
    this.placements = new Placements(settings.partitions);
    for (int store = 0; store < settings.stores; store++) {
      stores.add(new SimStore(settings.partitions));
      nodes.add(opened(store));
    }
  }

  private SimNode opened(int store) {
    List<Integer> ids =
        IntStream.range(0, settings.partitions)
            .filter(id -> id % settings.stores == store)
            .boxed()
            .toList();
    return new SimNode(
        ids,
        host ->
            new Setting(
                program,
                settings.config,
                placements,
                id -> id % settings.stores == store,
                stores.get(store),
                transport,
                clock,
                random::nextLong,
                host),
        partition -> watcher.accept(partition));
  }

  // ---- the world around ----------------------------------------------------------------------

  /** Every kernel dies; what was committed stays, and is opened again. */
  void crash() {
    for (int store = 0; store < nodes.size(); store++) {
      crash(store);
    }
  }

  void crash(int store) {
    nodes.set(store, opened(store));
  }

  /** As {@link #crash()}, and the program that goes on is another. */
  void redeploy(Part... parts) {
    program = new Program(List.of(parts), codec);
    crash();
  }

  /** Another owner takes over the partitions of a store; returns the one that does not know. */
  SimNode usurp(int store) {
    SimNode zombie = nodes.get(store);
    crash(store);
    return zombie;
  }

  /** Has each partition looked at after it has worked, from now on. */
  void watch(Consumer<Partition> with) {
    watcher = with;
  }

  /** Hand-overs come in any order from now on. */
  void handOverOutOfOrder() {
    outOfOrder = true;
  }

  /** Activity calls are not run by themselves from now on. */
  void holdCalls() {
    callsHeld = true;
  }

  /** Activity calls that were handed out and have not come back. */
  List<ActivityCall> calls() {
    return nodes.stream().flatMap(node -> node.calls.stream()).map(SimNode.Running::call).toList();
  }

  /** Ends a call that was handed out. */
  void finishCall(ActivityCall call, Answer answer) {
    for (SimNode node : nodes) {
      for (SimNode.Running running : List.copyOf(node.calls)) {
        if (running.call().equals(call)) {
          node.calls.remove(running);
          node.partition(running.partition()).callFinished(call.caller(), call.callId(), answer);
          return;
        }
      }
    }
    throw new IllegalArgumentException("not handed out: " + call);
  }

  /** A value as an answer. */
  @SuppressWarnings("unchecked") // The codec is of the value's own class.
  Answer done(Object value) {
    return new Answer.Value(((ValueCodec<Object>) codec.of(value.getClass())).encode(value));
  }

  int failedCommits() {
    return failedCommits;
  }

  // ---- clients -------------------------------------------------------------------------------

  /** Sends an event; accepted when it is durable. */
  <E> Reply send(String id, MachineRef<E> to, E event) {
    return request(id, to, event, false);
  }

  /** Sends an event and waits for its reply. */
  <E, R> Reply ask(String id, MachineRef<E> to, Function<ReplyTo<R>, ? extends E> event) {
    String address = new ReplyAddress.OfRequest(to, id).toText();
    return request(id, to, event.apply(new ReplyTo<>(address)), true);
  }

  /** As the others, to a machine of {@link Script}. */
  Reply ask(String id, MachineRef<Script.Event> to, String word) {
    return this.<Script.Event, String>ask(id, to, reply -> new Script.Ask(word, reply));
  }

  Reply send(String id, MachineRef<Script.Event> to, String word) {
    return send(id, to, new Script.Do(word));
  }

  Reply look(MachineRef<Script.Event> to, String word) {
    return this.<Script.Event, String>query(to, reply -> new Script.Look(word, reply));
  }

  /** Asks what only reads. */
  <E, R> Reply query(MachineRef<E> to, Function<ReplyTo<R>, ? extends E> event) {
    String address = new ReplyAddress.OfQuery(to).toText();
    return request("", to, event.apply(new ReplyTo<>(address)), true);
  }

  private Reply request(String id, MachineRef<?> to, Object event, boolean forReply) {
    Reply reply = new Reply();
    partitionOf(to).request(clientRequest(id, to, event, forReply, reply));
    return reply;
  }

  ClientRequest clientRequest(
      String id, MachineRef<?> to, Object event, boolean forReply, Waiter waiter) {
    EventShape shape = shape(to, event);
    return new ClientRequest(id, to, shape, event, shape.encode(event), forReply, waiter);
  }

  private EventShape shape(MachineRef<?> to, Object event) {
    EventShape shape = program.kindOf(to).event(event.getClass());
    if (shape == null) {
      throw new IllegalArgumentException("not an event of " + to + ": " + event);
    }
    return shape;
  }

  Partition partitionOf(MachineRef<?> ref) {
    int id = placements.partitionOf(ref);
    return nodes.get(id % settings.stores).partition(id);
  }

  /** The partition that a machine is in. */
  int placeOf(MachineRef<?> ref) {
    return placements.partitionOf(ref);
  }

  SimStore storeOf(MachineRef<?> ref) {
    return stores.get(placements.partitionOf(ref) % settings.stores);
  }

  // ---- operators -----------------------------------------------------------------------------

  /** What came of an operator's verb. */
  Result operate(MachineRef<?> machine, Verb verb) {
    List<Result> results = new ArrayList<>();
    partitionOf(machine).inspect(new Inspection(machine, verb, results::add));
    run();
    assertThat(results).hasSize(1);
    return results.getFirst();
  }

  /** An event in the place of a parked one. */
  Verb.Replace replacement(MachineRef<?> machine, Object event) {
    EventShape shape = shape(machine, event);
    return new Verb.Replace(shape, event, shape.encode(event));
  }

  /** A machine that must be there. */
  MachineView view(MachineRef<?> machine) {
    if (operate(machine, new Verb.Show()) instanceof Result.Shown(var view)) {
      return view;
    }
    throw new AssertionError("no such machine: " + machine);
  }

  boolean exists(MachineRef<?> machine) {
    return operate(machine, new Verb.Show()) instanceof Result.Shown;
  }

  /** The state of a machine that must be there. */
  Object state(MachineRef<?> machine) {
    MachineView view = view(machine);
    MachineKind.StateShape shape = program.kindOf(machine).state(view.stateName());
    if (shape == null) {
      throw new AssertionError("no state: " + view);
    }
    return shape.codec().decode(view.state());
  }

  /** The figures of all partitions, added. */
  PartitionStatistics statistics() {
    return nodes.stream()
        .flatMap(node -> node.partitions.values().stream())
        .map(Partition::statistics)
        .reduce(KernelHarness::plus)
        .orElseThrow();
  }

  private static PartitionStatistics plus(PartitionStatistics a, PartitionStatistics b) {
    return new PartitionStatistics(
        -1,
        a.turns() + b.turns(),
        a.steps() + b.steps(),
        a.deferred() + b.deferred(),
        a.ignored() + b.ignored(),
        a.rejected() + b.rejected(),
        a.lateAnswers() + b.lateAnswers(),
        a.staleFirings() + b.staleFirings(),
        a.failedAttempts() + b.failedAttempts(),
        a.parked() + b.parked(),
        a.activations() + b.activations(),
        a.ready() + b.ready(),
        a.active() + b.active(),
        a.uncommitted() + b.uncommitted());
  }

  // ---- the scheduler -------------------------------------------------------------------------

  /** Goes on until nothing happens any more without time. */
  void run() {
    for (int turns = 0; !isQuiet(); turns++) {
      if (turns > MAX_TURNS) {
        throw new AssertionError("never comes to rest");
      }
      turn();
    }
  }

  /** All partitions hear how far they are durable. */
  void tellAll() {
    for (SimNode node : nodes) {
      node.partitions.sequencedKeySet().forEach(node::tell);
    }
  }

  /** Takes so many turns, whatever there is to do. */
  void turns(int number) {
    for (int i = 0; i < number; i++) {
      turn();
    }
  }

  /** Lets time pass, and all happen that is due meanwhile. */
  void advance(Duration by) {
    long until = clock.nowMillis() + by.toMillis();
    run();
    for (long due = nextDueMillis(); due <= until; due = nextDueMillis()) {
      clock.set(Math.max(clock.nowMillis(), due));
      run();
    }
    clock.set(until);
    run();
  }

  /** When something is due next; {@code Long.MAX_VALUE} for never. */
  long nextDueMillis() {
    return nodes.stream()
        .flatMap(node -> node.partitions.values().stream())
        .mapToLong(Partition::nextDueMillis)
        .min()
        .orElseThrow();
  }

  private boolean isQuiet() {
    for (SimNode node : nodes) {
      node.partitions.sequencedKeySet().forEach(node::tell);
      if (node.hasRecords()
          || node.hasHandOvers()
          || node.hasLoads()
          || !transport.isEmpty()
          || (!callsHeld && !node.calls.isEmpty())) {
        return false;
      }
      for (int id : node.partitions.sequencedKeySet()) {
        if (node.work(id, 1) > 0) {
          return false;
        }
      }
      if (node.hasRecords() || node.hasHandOvers() || node.hasLoads()) {
        return false;
      }
    }
    return true;
  }

  private void turn() {
    int at = random.nextInt(nodes.size());
    SimNode node = nodes.get(at);
    int partition = node.anyPartition(random);
    switch (random.nextInt(7)) {
      case 0, 1 -> node.work(partition, 1 + random.nextInt(8));
      case 2 -> node.handOver(partition, outOfOrder && random.nextBoolean());
      case 3 -> commit(at);
      case 4 -> {
        node.tell(partition);
        if (node.hasLoads()) {
          node.load();
        }
      }
      case 5 -> carry();
      default -> runCall(node);
    }
  }

  /** One commit of a store; when it fails, its kernels are dropped and opened again. */
  Progress commit(int store) {
    Progress progress = nodes.get(store).commit();
    if (progress instanceof Progress.Failed) {
      failedCommits++;
      crash(store);
    }
    return progress;
  }

  /** Lets a machine's partition know how far it is durable. */
  void tell(MachineRef<?> machine) {
    int id = placements.partitionOf(machine);
    nodes.get(id % settings.stores).tell(id);
  }

  /** Lets a partition work, and nothing else happen. */
  int work(MachineRef<?> machine, int budget) {
    int id = placements.partitionOf(machine);
    return nodes.get(id % settings.stores).work(id, budget);
  }

  private void carry() {
    if (transport.isEmpty()) {
      return;
    }
    transport
        .take()
        .ifPresent(
            parcel -> {
              switch (parcel) {
                case Parcel.Run(var frame) ->
                    nodes
                        .get(frame.target() % settings.stores)
                        .partition(frame.target())
                        .arrived(frame);
                case Parcel.Acknowledgement(var source, var target, var seq, var again) ->
                    nodes
                        .get(source % settings.stores)
                        .partition(source)
                        .acknowledged(target, seq, again);
              }
            });
  }

  private void runCall(SimNode node) {
    if (!callsHeld && !node.calls.isEmpty()) {
      ActivityCall call = node.calls.get(random.nextInt(node.calls.size())).call();
      Activity.Bound<?, ?> bound = program.activity(call.activity()).orElseThrow();
      finishCall(call, run(bound, call));
    }
  }

  private <Q, R> Answer run(Activity.Bound<Q, R> bound, ActivityCall call) {
    Q request = codec.of(bound.activity().request()).decode(call.request());
    try {
      return new Answer.Value(
          codec
              .of(bound.activity().result())
              .encode(bound.body().run(request, new FirstAttempt(call.idempotencyKey()))));
    } catch (Exception e) {
      return new Answer.No(Cause.ERROR, e.toString());
    }
  }

  private record FirstAttempt(String idempotencyKey) implements Activity.Attempt {
    @Override
    public int number() {
      return 1;
    }

    @Override
    public void heartbeat() {}
  }

  /** Runs a claim on many histories; names the seed that breaks it. */
  static void onSeeds(int number, java.util.function.LongConsumer claim) {
    for (long seed = 1; seed <= number; seed++) {
      try {
        claim.accept(seed);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }
}
