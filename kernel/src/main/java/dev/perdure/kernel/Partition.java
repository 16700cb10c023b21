package dev.perdure.kernel;

import dev.perdure.MachineRef;
import dev.perdure.kernel.DueTimers.Due;
import dev.perdure.kernel.Message.Envelope;
import dev.perdure.kernel.PartitionHost.HandOver;
import dev.perdure.kernel.spi.Clock;
import dev.perdure.kernel.spi.Cursor;
import dev.perdure.kernel.spi.Entropy;
import dev.perdure.kernel.spi.Epoch;
import dev.perdure.kernel.spi.RarePaths;
import dev.perdure.kernel.spi.Store;
import dev.perdure.kernel.spi.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One partition: the machines whose placement hashes to it, their mailboxes, and one step after the
 * other.
 *
 * <p><b>Speculation inside, silence outside.</b> The next step runs on the result in memory of the
 * last one. Every step ends in a {@link StepRecord} that is published to the commit stream before
 * anything else happens with it; what the step puts out is part of the record and is released only
 * when the record is durable. Messages to partitions of the same commit stream are handed over at
 * once: the receiver's record stands behind the sender's in the stream, so it never outlives it.
 *
 * <p><b>Threads.</b> Used by one thread at a time; whoever runs it orders the calls. It never
 * blocks but for reads of the store.
 *
 * <p><b>Failure.</b> When a commit does not succeed, the partition is dropped as it is, with all
 * partitions of its commit stream, and opened again from the store.
 */
public final class Partition {
  private static final int WORK_AHEAD = 256;
  private static final int WORK_LOOKED_AT = 4_096;
  private static final WorkMark NO_FAILURE = new WorkMark(0, 0, 0);

  /**
   * How many waiting events are stepped for each message that arrives. With one, a machine that
   * gets as much as can be stepped would never be done with its mailbox again: whatever arrives
   * meanwhile waits there too, at several times the cost.
   */
  private static final int WAITING_PER_ARRIVAL = 4;

  private final int id;
  private final PartitionConfig config;
  private final Clock clock;
  private final Transport transport;
  private final PartitionLog log;
  private final PartitionHost host;
  private final RarePaths rarePaths;

  private final Counters counters = new Counters();
  private final Uncommitted keys;
  private final Ready ready;
  private final Ahead ahead;
  private final Machines machines;
  private final Requests requests;
  private final Calls calls;
  private final DueTimers timers;
  private final InboundStreams inbound;
  private final OutboundStreams outbound;
  private final Mailboxes mailboxes;
  private final Failures failures;
  private final Stepping stepping;
  private final Operations operations;
  private final Recorder recorder;

  private long committedRecordNo;

  /** Marked mailboxes from this key on are still to be found after the opening; null when none. */
  private byte @Nullable [] unfoundWork = Keys.space(Keys.WORK);

  /** What a partition is opened with. */
  public record Setting(
      Program program,
      PartitionConfig config,
      Placements placements,
      IntPredicate sameStore,
      Store store,
      Transport transport,
      Clock clock,
      Entropy entropy,
      PartitionHost host) {}

  /** A request from outside. */
  public record ClientRequest(
      String id,
      MachineRef<?> to,
      EventShape shape,
      Object event,
      byte[] bytes,
      boolean forReply,
      Waiter waiter) {}

  /**
   * Takes the partition over: raises its epoch, which shuts out every earlier owner, and goes on
   * from its last committed step.
   */
  public static Partition open(int id, Setting setting) {
    Epoch epoch = setting.store().acquire(id);
    PartitionLog log = new PartitionLog(id, epoch, setting.store().head(id), setting.entropy());
    return new Partition(id, setting, log);
  }

  private Partition(int id, Setting setting, PartitionLog log) {
    this.id = id;
    this.log = log;
    this.config = setting.config();
    this.clock = setting.clock();
    this.transport = setting.transport();
    this.host = setting.host();
    this.rarePaths = host.rarePaths();
    Store store = setting.store();
    PartitionHead head = log.start;
    committedRecordNo = head.recordNo();
    ready = new Ready(config.maxReady(), config.maxBytesOfEach());
    ahead = new Ahead(config.maxUncommitted(), config.maxBytesOfEach(), committedRecordNo);
    keys = new Uncommitted(store, id);
    machines = new Machines(store, id, setting.program(), config, rarePaths, counters);
    RequestMemory memory =
        new RequestMemory(store, id, keys, config.requestWindow(), config.requestRetentionMillis());
    requests = new Requests(memory, setting.placements(), id, counters);
    calls = new Calls(keys, config.maxCalls(), log.idPrefix);
    IntPredicate sameStore = setting.sameStore();
    timers = new DueTimers(keys, config.maxTimers());
    inbound = new InboundStreams(id, keys, sameStore, transport, ready, rarePaths, head.consumed());
    outbound = new OutboundStreams(id, keys, sameStore, transport, rarePaths, head.sent());
    StepServices services =
        new StepServices(setting.program(), config, clock, setting.entropy(), calls, log);
    recorder =
        new Recorder(id, setting, keys, memory, timers, inbound, outbound, ahead, head.recordNo());
    DurableSides sides = new DurableSides(services, rarePaths, counters);
    Askers askers = new Askers(requests);
    Tombstones tombstones = new Tombstones(requests, askers, counters);
    mailboxes = new Mailboxes(keys, config, sides, requests, recorder);
    failures = new Failures(keys, services, mailboxes, recorder, counters, host.culprits());
    stepping =
        new Stepping(
            keys, services, sides, askers, tombstones, mailboxes, failures, recorder, counters);
    operations = new Operations(keys, machines, sides, mailboxes, requests, recorder);
    memory.recover(head.agedUpTo(), head.recordNo());
    inbound.findBehind();
    outbound.recover();
  }

  public int id() {
    return id;
  }

  /** Where the commit stream goes on with this partition; for {@link CommitStream#add}. */
  public PartitionLog log() {
    return log;
  }

  // ---- what comes in -------------------------------------------------------------------------

  /** A request from outside. Its waiter is completed once, at once when it is pushed back. */
  public void request(ClientRequest request) {
    if (ready.isFull() || ahead.isFull()) {
      request.waiter().complete(new Answer.Overloaded("partition " + id));
      return;
    }
    boolean query = request.shape().isQuery();
    if (!query) {
      long hash = Requests.hash(request.to(), request.shape(), request.bytes());
      switch (requests.receive(request.id(), hash, request.forReply(), request.waiter())) {
        case Requests.Reception.Fresh _ -> {}
        case Requests.Reception.Joined _ -> {
          return;
        }
        case Requests.Reception.Known(var answer) -> {
          Draft draft = recorder.draft();
          draft.output(new Output.Complete(request.waiter(), answer));
          recorder.publish(draft, null);
          return;
        }
      }
    }
    Message message =
        new Message.Request(
            request.id(),
            new TypedEvent(request.shape(), request.event()),
            request.bytes(),
            query ? request.waiter() : null);
    ready.add(Envelope.unnumbered(request.to(), message));
  }

  /** Who sent a request no longer waits for it. */
  public void abandon(String requestId, Waiter waiter) {
    requests.abandon(requestId, waiter);
  }

  /** A message from a partition of the same store. */
  public void take(HandOver handOver) {
    inbound.take(handOver.envelope());
  }

  /**
   * Messages from a partition of the same store, up to a number, for which there was no room where
   * they were to be handed over: they are read from the inbox.
   */
  public void letGo(int source, long seq) {
    inbound.letGo(source, seq);
  }

  /** Messages from a partition of another store. */
  public void arrived(Transport.Frame frame) {
    long seq = frame.firstSeq();
    for (byte[] message : frame.events()) {
      inbound.takeRemote(frame.source(), seq, message);
      seq++;
    }
    // A source that repeats what is durable here has not heard of it: acknowledgements get lost.
    long durable = inbound.durable(frame.source());
    if (frame.firstSeq() <= durable) {
      transport.acknowledge(frame.source(), id, durable, false);
    }
  }

  /**
   * A partition of another store has taken over the stream to it up to a number.
   *
   * @param again whether it let go what came behind
   */
  public void acknowledged(int target, long seq, boolean again) {
    Draft draft = recorder.draft();
    outbound.acknowledged(target, seq, again, clock.nowMillis(), draft);
    if (!draft.writes.isEmpty()) {
      recorder.publish(draft, null);
    }
  }

  /**
   * Looks for messages in the inbox that nobody told it of: a hand-over that was lost is noticed at
   * the next one of the same sender, or here. A safety net, to be called now and then.
   */
  public void checkInbox() {
    inbound.findBehind();
  }

  /** An activity call has come to its end. */
  public void callFinished(MachineRef<?> caller, String callId, Answer answer) {
    ready.add(Envelope.unnumbered(caller, new Message.CallAnswered(callId, answer)));
  }

  /** Request ids that the host was given to load are in the store. */
  public void loaded(OldIds ids) {
    requests.memory().loaded(ids);
  }

  /** An operator's wish. */
  public void inspect(Inspection inspection) {
    operations.perform(inspection);
    ActiveMachine machine = machines.get(inspection.machine());
    if (machine.going) {
      mailboxes.schedule(machine);
    }
  }

  // ---- the duty cycle ------------------------------------------------------------------------

  /**
   * Steps what there is to step, up to {@code budget} events.
   *
   * @param committed the last record of this partition that is known to be durable
   * @return how much was done; 0 when there is nothing to do before something comes in, a commit
   *     completes, or {@link #nextDueMillis} is reached
   */
  public int doWork(long committed, int budget) {
    keys.checkReads();
    counters.turns++;
    if (committed > committedRecordNo) {
      committedRecordNo = committed;
      ahead.committed(committed);
      keys.committed(committed);
      inbound.committed(committed);
      outbound.committed(committed);
      requests.memory().committed(committed);
      machines.committed(committed);
    }
    OldIds old = requests.memory().toLoad();
    if (old != null) {
      host.load(old);
    }
    int done = inbound.catchUp();
    done += fireTimers();
    done += findWork();
    if (calls.hasUnstarted()) {
      Draft draft = recorder.draft();
      calls.startMore(draft);
      if (!draft.outputs.isEmpty()) {
        recorder.publish(draft, null);
        done++;
      }
    }
    done += outbound.send(clock);
    machines.prefetch(ready);
    while (done < budget && !ahead.isFull()) {
      // While as many machines as may be active go through their mailboxes, no other is begun with.
      Envelope envelope = mailboxes.scheduled() < config.maxActive() ? ready.poll() : null;
      if (envelope != null) {
        recorder.goesOn();
        arrive(envelope);
        done++;
      }
      ActiveMachine machine = mailboxes.poll();
      if (machine != null) {
        done += goOn(machine, Math.clamp(budget - done, 1, WAITING_PER_ARRIVAL));
      }
      if (envelope == null && machine == null) {
        break;
      }
    }
    return done;
  }

  /** Whether more can be done at once. */
  public boolean hasWork() {
    boolean waiting = !ready.isEmpty() || mailboxes.scheduled() > 0 || unfoundWork != null;
    return !ahead.isFull() && (waiting || calls.hasUnstarted());
  }

  /** Whether the completion of a commit may give it something to do. */
  public boolean wantsCommit() {
    return ahead.isFull() || inbound.isBehind() || outbound.wantsCommit();
  }

  /** When it has something to do by itself; {@code Long.MAX_VALUE} for never. */
  public long nextDueMillis() {
    return Math.min(timers.nextDueMillis(), outbound.nextDueMillis());
  }

  /** Figures since it was opened. */
  public PartitionStatistics statistics() {
    return counters.snapshot(
        id, ready.size(), machines.size(), recorder.recordNo(), committedRecordNo);
  }

  /** What it has in memory, and for which it has bounds. */
  public InMemory inMemory() {
    return new InMemory(
        ready.size(),
        machines.size(),
        mailboxes.scheduled(),
        timers.inMemory(),
        mailboxes.mostReadAhead(),
        requests.memory().inMemory());
  }

  /**
   * How many attempts of the event that a machine is at have failed; 0 when it is not in memory.
   */
  public int failedAttempts(MachineRef<?> machine) {
    ActiveMachine known = machines.inMemory(machine);
    return known == null ? 0 : known.failures;
  }

  /**
   * How much is in memory.
   *
   * @param ready messages that wait to be stepped
   * @param active machines
   * @param going machines whose mailboxes are to be gone through
   * @param timers the next ones
   * @param readAhead waiting events of one machine; the most there ever were since the opening
   * @param requestIds request ids that are indexed
   */
  public record InMemory(
      int ready, int active, int going, int timers, int readAhead, int requestIds) {}

  private int fireTimers() {
    int fired = 0;
    if (timers.nextDueMillis() == Long.MAX_VALUE) {
      return 0;
    }
    long now = clock.nowMillis();
    while (!ready.isFull()) {
      Due due = timers.pollDue(now);
      if (due == null) {
        break;
      }
      Message message = new Message.TimerFired(due.id(), due.dueMillis());
      ready.add(Envelope.unnumbered(due.machine(), message));
      fired++;
    }
    return fired;
  }

  /** After an opening: goes on with mailboxes that a crash left half gone through. */
  private int findWork() {
    byte[] from = unfoundWork;
    int most = Math.min(WORK_AHEAD, config.maxActive());
    if (from == null || mailboxes.scheduled() >= most) {
      return 0;
    }
    List<MachineRef<?>> found = new ArrayList<>();
    int looked = 0;
    unfoundWork = null;
    try (Cursor cursor = keys.scan(from, Keys.endOfSpace(Keys.WORK))) {
      for (; cursor.next(); looked++) {
        if (found.size() == most || looked == WORK_LOOKED_AT) {
          unfoundWork = cursor.key();
          break;
        }
        MachineRef<?> ref = Keys.ref(new ByteReader(cursor.key(), 1));
        if (!failures.isPause(ref, WorkMark.read(cursor.value()))) {
          found.add(ref);
        } // Else its next attempt is among the timers.
      }
    }
    for (MachineRef<?> ref : found) {
      ActiveMachine machine = machines.get(ref);
      if (machine.marked == null) {
        machine.marked = NO_FAILURE; // Nothing waits any more, and so it was not looked for.
      }
      if (machine.status == Inspection.Status.QUARANTINED) {
        // An event that arrived before this found it, and went wrong.
        Draft draft = recorder.draft();
        mailboxes.unmark(machine, draft);
        recorder.publish(draft, machine);
      } else if (machine.retryAtMillis > 0) {
        mailboxes.retryNow(machine);
      } else if (!machine.scheduled) {
        machine.startGoing(machine.firstWaiting);
        mailboxes.schedule(machine);
      }
    }
    return looked;
  }

  private void arrive(Envelope envelope) {
    if (envelope.message() instanceof Message.RequestAnswered(var requestId, var answer)) {
      Draft draft = recorder.draft();
      draft.consume(envelope);
      requests.answerHere(requestId, answer, draft);
      recorder.publish(draft, null);
      return;
    }
    ActiveMachine machine = machines.get(envelope.to());
    if (machine.going) {
      mailboxes.schedule(machine);
    }
    if (envelope.message() instanceof Message.TimerFired(var timer, var due) && timer.isRetry()) {
      mailboxes.retry(machine, envelope, due);
      return;
    }
    Delivery delivery = Delivery.of(envelope);
    // A query from outside waits for nothing: it only reads, and sees what is.
    if (machine.mustWait() && delivery.asking() == null) {
      mailboxes.add(machine, delivery.content(), envelope);
    } else {
      stepping.step(machine, delivery);
    }
  }

  /** Steps some of what waits for a machine; returns how many. */
  private int goOn(ActiveMachine machine, int most) {
    int done = 0;
    while (done < most && !ahead.isFull() && machine.going && !Mailboxes.isBlocked(machine)) {
      WaitingEvent next = mailboxes.next(machine);
      if (next == null) {
        mailboxes.gone(machine);
        return done + 1;
      }
      machine.goAt = next.seq() + 1;
      recorder.goesOn();
      stepping.step(machine, Delivery.of(next));
      done++;
    }
    if (machine.going && !Mailboxes.isBlocked(machine)) {
      mailboxes.schedule(machine);
    }
    return done;
  }
}
