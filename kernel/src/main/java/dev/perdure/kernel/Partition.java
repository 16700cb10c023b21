package dev.perdure.kernel;

import dev.perdure.MachineRef;
import dev.perdure.kernel.DueTimers.Due;
import dev.perdure.kernel.Message.Envelope;
import dev.perdure.kernel.PartitionHost.HandOver;
import dev.perdure.kernel.StepRecord.Remembered;
import dev.perdure.kernel.StepRecord.Sent;
import dev.perdure.kernel.StepRecord.StateSlot;
import dev.perdure.kernel.Stepping.Delivery;
import dev.perdure.kernel.WaitingEvent.Content;
import dev.perdure.kernel.spi.Clock;
import dev.perdure.kernel.spi.Cursor;
import dev.perdure.kernel.spi.Entropy;
import dev.perdure.kernel.spi.Epoch;
import dev.perdure.kernel.spi.Store;
import dev.perdure.kernel.spi.Transport;
import dev.perdure.kernel.spi.Write;
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

  private final int id;
  private final PartitionConfig config;
  private final Placements placements;
  private final IntPredicate sameStore;
  private final Clock clock;
  private final PartitionHost host;
  private final Transport transport;
  private final PartitionLog log;

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

  private long recordNo;
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
    PartitionLog log = new PartitionLog(id, epoch, setting.store().head(id));
    return new Partition(id, setting, log);
  }

  private Partition(int id, Setting setting, PartitionLog log) {
    this.id = id;
    this.log = log;
    this.config = setting.config();
    this.placements = setting.placements();
    this.sameStore = setting.sameStore();
    this.clock = setting.clock();
    this.host = setting.host();
    this.transport = setting.transport();
    Store store = setting.store();
    PartitionHead head = log.start;
    recordNo = head.recordNo();
    committedRecordNo = recordNo;
    ready = new Ready(config.maxReady(), config.maxBytesOfEach());
    ahead = new Ahead(config.maxUncommitted(), config.maxBytesOfEach(), recordNo);
    keys = new Uncommitted(store, id);
    machines = new Machines(store, id, setting.program(), config, counters);
    RequestMemory memory =
        new RequestMemory(store, id, keys, config.requestWindow(), config.requestRetentionMillis());
    requests = new Requests(memory, placements, id, counters);
    calls = new Calls(keys, config.maxCalls());
    timers = new DueTimers(keys, config.maxTimers());
    inbound = new InboundStreams(keys, sameStore, ready, head.consumed());
    outbound = new OutboundStreams(id, keys, sameStore, transport, head.sent());
    StepServices services =
        new StepServices(setting.program(), config, clock, setting.entropy(), calls, id, log.epoch);
    Stepping.Publisher publisher = new DraftPublisher();
    mailboxes = new Mailboxes(keys, services, requests, publisher, counters);
    failures = new Failures(keys, services, mailboxes, publisher, counters);
    stepping = new Stepping(services, requests, mailboxes, failures, publisher, counters);
    operations = new Operations(keys, machines, mailboxes, requests, publisher);
    memory.recover(head.agedUpTo());
    inbound.findBehind();
    outbound.recover(clock.nowMillis());
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
      long hash = Requests.hash(request.to(), request.shape().name(), request.bytes());
      switch (requests.receive(request.id(), hash, request.forReply(), request.waiter())) {
        case Requests.Reception.Fresh _ -> {}
        case Requests.Reception.Joined _ -> {
          return;
        }
        case Requests.Reception.Known(var answer) -> {
          Draft draft = new Draft(keys);
          draft.outputs.add(new Output.Complete(request.waiter(), answer));
          publish(draft, null);
          return;
        }
      }
    }
    Message message =
        new Message.Request(
            request.id(),
            request.shape(),
            request.event(),
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
      transport.acknowledge(frame.source(), id, durable);
    }
  }

  /** A partition of another store has taken over the stream to it up to a number. */
  public void acknowledged(int target, long seq) {
    Draft draft = new Draft(keys);
    outbound.acknowledged(target, seq, clock.nowMillis(), draft);
    if (!draft.writes.isEmpty()) {
      publish(draft, null);
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
    counters.turns++;
    if (committed > committedRecordNo) {
      committedRecordNo = committed;
      ahead.committed(committed);
      keys.committed(committed);
      inbound.committed(committed);
      requests.memory().committed(committed);
      machines.committed(committed);
    }
    int done = inbound.catchUp();
    done += fireTimers();
    done += findWork();
    if (calls.hasUnstarted()) {
      Draft draft = new Draft(keys);
      calls.startMore(draft);
      if (!draft.outputs.isEmpty()) {
        publish(draft, null);
        done++;
      }
    }
    outbound.repeatDue(clock.nowMillis());
    machines.prefetch(ready);
    while (done < budget && !ahead.isFull()) {
      // While as many machines as may be active go through their mailboxes, no other is begun with.
      Envelope envelope = mailboxes.scheduled() < config.maxActive() ? ready.poll() : null;
      if (envelope != null) {
        arrive(envelope);
        done++;
      }
      ActiveMachine machine = mailboxes.poll();
      if (machine != null) {
        goOn(machine);
        done++;
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
    return ahead.isFull() || inbound.isBehind();
  }

  /** When it has something to do by itself; {@code Long.MAX_VALUE} for never. */
  public long nextDueMillis() {
    return Math.min(timers.nextDueMillis(), outbound.nextDueMillis());
  }

  /** Figures since it was opened. */
  public PartitionStatistics statistics() {
    return counters.snapshot(id, ready.size(), machines.size(), recordNo, committedRecordNo);
  }

  /** Everyone who waits for a request; for telling them when the partition is dropped. */
  public List<Waiter> waiters() {
    List<Waiter> all = requests.allWaiting();
    for (Envelope envelope : ready) {
      if (envelope.message() instanceof Message.Request request && request.asking() != null) {
        all.add(request.asking());
      }
    }
    return all;
  }

  private int fireTimers() {
    int fired = 0;
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
    int ahead = Math.min(WORK_AHEAD, config.maxActive());
    if (from == null || mailboxes.scheduled() >= ahead) {
      return 0;
    }
    List<MachineRef<?>> found = new ArrayList<>();
    int looked = 0;
    unfoundWork = null;
    try (Cursor cursor = keys.scan(from, Keys.endOfSpace(Keys.WORK))) {
      for (; cursor.next(); looked++) {
        if (found.size() == ahead || looked == WORK_LOOKED_AT) {
          unfoundWork = cursor.key();
          break;
        }
        if (WorkMark.read(cursor.value()).retryAtMillis() == 0) {
          found.add(Keys.ref(new ByteReader(cursor.key(), 1)));
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
        Draft draft = new Draft(keys);
        mailboxes.unmark(machine, draft);
        publish(draft, machine);
      } else if (!machine.scheduled) {
        machine.startGoing();
        mailboxes.schedule(machine);
      }
    }
    return looked;
  }

  private void arrive(Envelope envelope) {
    if (envelope.message() instanceof Message.RequestAnswered(var requestId, var answer)) {
      Draft draft = new Draft(keys);
      draft.consume(envelope);
      requests.answerHere(requestId, answer, draft);
      publish(draft, null);
      return;
    }
    ActiveMachine machine = machines.get(envelope.to());
    if (envelope.message() instanceof Message.TimerFired(var timer, var due) && timer.isRetry()) {
      mailboxes.retry(machine, envelope, due);
      return;
    }
    Content content = content(envelope);
    if (machine.mustWait()) {
      if (machine.going) {
        mailboxes.schedule(machine);
      }
      if (envelope.message() instanceof Message.Request request && request.asking() != null) {
        refuseWaiting(machine, request.asking());
        return;
      }
      mailboxes.add(machine, content, envelope);
      return;
    }
    Waiter asking = envelope.message() instanceof Message.Request request ? request.asking() : null;
    stepping.step(machine, new Delivery(content, envelope, 0, asking));
  }

  /** A query from outside has no request id to wait durably under. */
  private void refuseWaiting(ActiveMachine machine, Waiter asking) {
    Draft draft = new Draft(keys);
    String why =
        Mailboxes.isBlocked(machine)
            ? machine
                + " is "
                + (machine.retryAtMillis > 0 ? "trying an event again" : "quarantined")
            : machine + " has events waiting";
    draft.outputs.add(new Output.Complete(asking, new Answer.Overloaded(why)));
    publish(draft, machine);
  }

  private static Content content(Envelope envelope) {
    return switch (envelope.message()) {
      case Message.EventMessage(var name, var bytes, var event) ->
          new Content.Plain(name, bytes, "", event);
      case Message.Request request ->
          new Content.Plain(request.shape().name(), request.bytes(), request.id(), request.event());
      case Message.AskAnswered(var callId, var answer) -> new Content.Answered(callId, answer);
      case Message.CallAnswered(var callId, var answer) -> new Content.Answered(callId, answer);
      case Message.TimerFired(var timer, _) when timer.isPatience() ->
          new Content.Answered(timer.name(), new Answer.Unknown("no answer in time"));
      case Message.TimerFired(var timer, var due) -> new Content.Firing(timer, due);
      case Message.RequestAnswered answered ->
          throw new IllegalStateException("not for a machine: " + answered);
    };
  }

  private void goOn(ActiveMachine machine) {
    if (!machine.going || Mailboxes.isBlocked(machine)) {
      return;
    }
    WaitingEvent next = mailboxes.next(machine);
    if (next == null) {
      mailboxes.gone(machine);
      return;
    }
    machine.goAt = next.seq() + 1;
    stepping.step(machine, new Delivery(next.content(), null, next.seq(), null));
    if (machine.going && !Mailboxes.isBlocked(machine)) {
      mailboxes.schedule(machine);
    }
  }

  private final class DraftPublisher implements Stepping.Publisher {
    @Override
    public Draft draft() {
      return new Draft(keys);
    }

    @Override
    public void publish(Draft draft, ActiveMachine machine) {
      Partition.this.publish(draft, machine);
    }
  }

  /**
   * Makes the step record and sends it on its way. The order matters: first the record goes to the
   * commit stream, then its messages to other partitions, so that a group, which is a prefix of the
   * stream, never holds a step without the one that sent its event.
   */
  private void publish(Draft draft, @Nullable ActiveMachine machine) {
    long now = clock.nowMillis();
    recordNo++;
    long aged = 0;
    for (Remembered answer : draft.answers) {
      aged = Math.max(aged, requests.memory().remember(answer, recordNo, now, draft.writes));
    }
    List<Write> writes = draft.writes.publish(recordNo);
    draft.duesRemoved.forEach(timers::remove);
    draft.duesAdded.forEach(timers::add);
    ActiveMachine changed = draft.changed;
    StateSlot slot = null;
    byte[] machineRecord = null;
    if (changed != null) {
      slot = changed.slot;
      machineRecord = changed.toRecord().toBytes();
    }
    if (machine != null) {
      machine.lastRecordNo = recordNo;
    }
    if (draft.consumedSeq > 0) {
      inbound.consumed(draft.source, draft.consumedSeq, recordNo);
    }
    List<Sent> sends = numbered(draft.sends, now);
    StepRecord made =
        new StepRecord(
            id,
            recordNo,
            draft.source,
            draft.consumedSeq,
            slot,
            machineRecord,
            writes,
            sends,
            draft.answers,
            aged,
            draft.outputs);
    ahead.published(made.bytes());
    host.publish(made);
    for (Sent sent : sends) {
      if (sent.target() == id) {
        inbound.take(sent.envelope());
      } else if (sameStore.test(sent.target())) {
        host.handOver(sent.target(), new HandOver(sent.envelope()));
      }
    }
  }

  private List<Sent> numbered(List<Envelope> sends, long now) {
    if (sends.isEmpty()) {
      return List.of();
    }
    List<Sent> numbered = new ArrayList<>(sends.size());
    for (Envelope envelope : sends) {
      int target = placements.partitionOf(envelope.to());
      long seq = outbound.next(target, now);
      var stamped = new Envelope(envelope.to(), envelope.message(), id, seq, null);
      numbered.add(new Sent(target, seq, stamped));
    }
    return numbered;
  }
}
