package dev.perdure.kernel;

import static dev.perdure.kernel.FaultRun.Task.BANK;
import static dev.perdure.kernel.FaultRun.Task.CALLS;
import static dev.perdure.kernel.FaultRun.Task.COUNTERS;
import static dev.perdure.kernel.FaultRun.Task.FAMILY;
import static dev.perdure.kernel.FaultRun.Task.PICKY;
import static dev.perdure.kernel.FaultRun.Task.RING;
import static dev.perdure.kernel.FaultRun.Task.TIMERS;

import dev.perdure.kernel.PlantedBug.Sign;
import java.util.List;

/**
 * The planted bugs. To add one: the guarantee, what is wrong, the file, the task that ought to find
 * it, and the text with what stands in its place; and, where the task sees something else before it
 * sees that guarantee broken, what that is.
 */
final class PlantedBugs {
  private PlantedBugs() {}

  static final List<PlantedBug> ALL =
      List.of(
          // G1: atomic step
          PlantedBug.of(
              "G1",
              Sign.LOST,
              "messages are not committed with their step",
              "SimStore.java",
              RING,
              "keys.get(segment.target()).put(segment.key(), segment.value());",
              ""),
          PlantedBug.of(
              "G1",
              Sign.NOT_DURABLE,
              "the state is committed without its last change in a group",
              "CommitStream.java",
              COUNTERS,
              "writes.set(slot.index, put);",
              ""),
          PlantedBug.of(
              "G1",
              "an event is handed over before its step record is queued",
              "Recorder.java",
              RING,
              "StepRecord made = new StepRecord(",
              """
              for (Sent sent : sends) {
                if (sent.target() != partition && sameStore.test(sent.target())) {
                  host.handOver(sent.target(), new HandOver(sent.envelope()));
                }
              }
              StepRecord made = new StepRecord(
              """),
          PlantedBug.of(
              "G1",
              Sign.LEFT_OVER,
              "a machine is passivated before its step is committed",
              "ActiveMachine.java",
              COUNTERS,
              "return lastRecordNo <= committedRecordNo && !going",
              "return !going"),
          PlantedBug.of(
              "G1",
              Sign.NOT_DURABLE,
              "a machine may be passivated between its load and its step",
              "Machines.java",
              COUNTERS,
              """
              passivate(config.maxActive() - 1);
              active.put(machine.ref, machine); // After the others went: it must not go before its step.
              """,
              "active.put(machine.ref, machine); passivate(config.maxActive() - 1);"),

          // G2: exactly once
          PlantedBug.of(
              "G2",
              "request ids are not remembered",
              "Requests.java",
              COUNTERS,
              "Remembered known = memory.find(id); if (known == null) { flight",
              "Remembered known = null; if (known == null) { flight"),
          PlantedBug.of(
              "G2",
              Sign.NOT_DURABLE,
              "answers are not committed",
              "CommitStream.java",
              COUNTERS,
              "if (answers != null) {",
              "if (answers != null && log.recordNo < 0) {"),
          PlantedBug.of(
              "G2",
              "a remembered answer is pruned too early",
              "RequestMemory.java",
              COUNTERS,
              "* bucketMillis + retentionMillis <= nowMillis",
              "* bucketMillis <= nowMillis"),
          PlantedBug.of(
              "G2",
              "request ids that leave the window get no index key",
              "OldIds.java",
              COUNTERS,
              "store.load(partition, entries);",
              ""),
          PlantedBug.of(
              "G2",
              "request ids leave memory before they are loaded",
              "RequestMemory.java",
              COUNTERS,
              "loading = true;",
              "loading = true; loadedUpTo = oldest.lastRecord();"),
          PlantedBug.of(
              "G2",
              "the filter of loaded request ids forgets some",
              "IdFilter.java",
              COUNTERS,
              "int block = block(id); long bits = id.low(); for (int i = 0; i < PROBES; i++, bits"
                  + " >>>= PROBE_BITS) { young[",
              "int block = block(id); long bits = id.high(); for (int i = 0; i < PROBES; i++, bits"
                  + " >>>= PROBE_BITS) { young["),
          PlantedBug.of(
              "G2",
              "after an opening the filter counts as full",
              "RequestMemory.java",
              COUNTERS,
              "loadedIds.begin(agedBefore + 1);",
              "loadedIds.begin(0);"),
          PlantedBug.of(
              "G2",
              Sign.LEFT_OVER,
              "a request that is not answered when it leaves the window is forgotten",
              "RequestMemory.java",
              BANK,
              "keepUnanswered(left, writes); if (index.size() > 0 && index.oldestRecord() <="
                  + " loadedUpTo",
              "if (index.size() > 0 && index.oldestRecord() <= loadedUpTo"),
          PlantedBug.of(
              "G2",
              Sign.GAP,
              "how far a stream is consumed is not committed",
              "CommitStream.java",
              RING,
              "log.consumed.put(next.source, next.consumedSeq);",
              ""),
          PlantedBug.of(
              "G2",
              Sign.LEFT_OVER,
              "streams of messages are told apart by store only, not by partition",
              "InboundStreams.java",
              RING,
              "return streams.getOrMake(source, _ -> new Stream(1));",
              "return streams.getOrMake(sameStore.test(source) ? source : 0, _ -> new Stream(1));"),
          PlantedBug.of(
              "G2",
              "messages from another store are not checked against those taken before",
              "InboundStreams.java",
              RING,
              "if (seq < stream.next) { return; // Taken before. }",
              ""),
          PlantedBug.of(
              "G2",
              "a message from another store that comes too early counts as taken",
              "InboundStreams.java",
              RING,
              "if (seq > stream.next || ready.isFull()) { fallBehind(stream, seq); return; }",
              "if (ready.isFull()) { return; } stream.next = seq;"),
          PlantedBug.of(
              "G2",
              "the outbox is cleared before the acknowledgement",
              "CommitStream.java",
              RING,
              "writes.add(new Write.Put(key, Segment.write(sent)));",
              ""),
          PlantedBug.of(
              "G2",
              Sign.LEFT_OVER,
              "an outbox segment is dropped before all of it is acknowledged",
              "OutboundStreams.java",
              RING,
              "last != null && last <= seq; last = stream.segments.peek()) {",
              "last != null && last <= seq + 2; last = stream.segments.peek()) {"),
          PlantedBug.of(
              "G2",
              Sign.GAP,
              "an inbox segment is dropped before its last event is stepped",
              "CommitStream.java",
              RING,
              """
              last != null && last <= consumed; last = segments.peek()) {
                segments.remove();
              """,
              """
              last != null && last <= consumed + 2; last = segments.peek()) {
                segments.remove();
              """),
          PlantedBug.of(
              "G2",
              Sign.GAP,
              "a segment that is read is dropped with its first event",
              "Segment.java",
              RING,
              "seq == last ? key : null",
              "key"),
          PlantedBug.of(
              "G2",
              Sign.LEFT_OVER,
              "ids are made again after a failover",
              "PartitionLog.java",
              FAMILY,
              "+ Long.toString(epoch.value(), 36) +",
              "+"),
          PlantedBug.of(
              "G2",
              "a halted machine leaves no tombstone",
              "Machines.java",
              FAMILY,
              "machine.load(known, known.mayHaveWork() ? mark(machine) : null);",
              """
              if (known.status() != Inspection.Status.HALTED) {
                machine.load(known, known.mayHaveWork() ? mark(machine) : null);
              }
              """),
          PlantedBug.of(
              "G2",
              Sign.LEFT_OVER,
              "an answer that comes a second time is stepped again",
              "DurableSides.java",
              BANK,
              "draft.writes.delete(key); if (pending.dueMillis() > 0) {",
              "if (pending.dueMillis() > 0) {"),
          PlantedBug.of(
              "G2",
              "a deferred event is kept in memory only",
              "Mailboxes.java",
              RING,
              "draft.writes.put(Keys.waiting(machine.prefix, seq), new WaitingEvent(seq,"
                  + " content).toBytes());",
              "if (seq % 5 > 0) { draft.writes.put(Keys.waiting(machine.prefix, seq), new"
                  + " WaitingEvent(seq, content).toBytes()); }"),

          // G3: order
          PlantedBug.of(
              "G3",
              "a message that is handed over too early is taken",
              "InboundStreams.java",
              RING,
              "if (stream.behind || envelope.seq() > stream.next || ready.isFull()) {",
              "stream.next = envelope.seq(); if (ready.isFull()) {"),
          PlantedBug.of(
              "G3",
              "events do not wait behind those that wait already",
              "ActiveMachine.java",
              RING,
              "return going || retryAtMillis > 0",
              "return retryAtMillis > 0"),
          PlantedBug.of(
              "G3",
              Sign.LEFT_OVER,
              "going through a mailbox leaves out its head",
              "ActiveMachine.java",
              RING,
              "goAt = from;",
              "goAt = from + 1;"),

          // G4: nothing leaks
          PlantedBug.of(
              "G4",
              "outputs are released before the commit",
              "CommitStream.java",
              COUNTERS,
              "CommitOutcome outcome = store.commit(batches);",
              "release(); group.forEach(one -> one.outputs.clear()); CommitOutcome outcome ="
                  + " store.commit(batches);"),
          PlantedBug.of(
              "G4",
              "activity calls run before the commit",
              "CommitStream.java",
              CALLS,
              "CommitOutcome outcome = store.commit(batches);",
              "release(); group.forEach(one -> one.outputs.clear()); CommitOutcome outcome ="
                  + " store.commit(batches);"),
          new PlantedBug(
              "G4",
              "messages to another store leave before the commit",
              "Recorder.java",
              RING,
              List.of(
                  new PlantedBug.Edit(
                      "private final PartitionHost host;",
                      "private final PartitionHost host;"
                          + " private final dev.perdure.kernel.spi.Transport transport;"),
                  new PlantedBug.Edit(
                      "this.host = setting.host();",
                      "this.host = setting.host(); this.transport = setting.transport();"),
                  new PlantedBug.Edit(
                      "List<Sent> sends = numbered(draft.sends);",
                      """
                      List<Sent> sends = numbered(draft.sends);
                      for (Sent sent : sends) {
                        if (!sameStore.test(sent.target())) {
                          List<byte[]> events = List.of(Segment.message(sent.envelope()));
                          transport.send(
                              new dev.perdure.kernel.spi.Transport.Frame(
                                  partition, sent.target(), sent.seq(), events));
                        }
                      }
                      """))),
          PlantedBug.of(
              "G4",
              "messages are acknowledged before they are durable",
              "Partition.java",
              RING,
              "long durable = inbound.durable(frame.source());",
              "long durable = seq - 1;"),
          PlantedBug.of(
              "G4",
              "an unknown outcome of a commit is taken for success",
              "CommitStream.java",
              COUNTERS,
              "case CommitOutcome.Fenced _, CommitOutcome.Unknown _ -> {",
              "case CommitOutcome.Unknown _ -> folds.values().forEach(Folded::committed); case"
                  + " CommitOutcome.Fenced _ -> {"),
          PlantedBug.of(
              "G4",
              Sign.BATCH_MISSING,
              "a store says that it committed, and wrote nothing",
              "SimStore.java",
              COUNTERS,
              "group.forEach(this::apply);",
              "if (commits % 7 < 6) { group.forEach(this::apply); }"),

          // G5: always alive
          PlantedBug.of(
              "G5",
              "nothing marks a mailbox that must be gone through after a crash",
              "Mailboxes.java",
              RING,
              "if (!mark.equals(machine.marked)) {",
              "if (machine.prefix.length == 0) {"),
          PlantedBug.of(
              "G5",
              "calls under way are not found after a crash",
              "Calls.java",
              CALLS,
              "unstarted = Keys.space(Keys.CALL);",
              "unstarted;"),
          PlantedBug.of(
              "G5",
              "a lost acknowledgement is not given again",
              "Partition.java",
              RING,
              "if (frame.firstSeq() <= durable) {",
              "if (durable < 0) {"),
          PlantedBug.of(
              "G5",
              "the outbox is not sent again",
              "OutboundStreams.java",
              RING,
              "if (stream.repeatAtMillis <= nowMillis) {",
              "if (stream.repeatAtMillis <= nowMillis && partition < 0) {"),
          PlantedBug.of(
              "G5",
              "what a commit leaves in the outbox is not sent before something else comes in",
              "Partition.java",
              RING,
              "outbound.committed(committed);",
              ""),
          PlantedBug.of(
              "G5",
              "the calls of a machine go with it",
              "Tombstones.java",
              CALLS,
              "Keys.TIMER, Keys.ASK}",
              "Keys.TIMER, Keys.ASK, Keys.CALL}"),
          PlantedBug.of(
              "G5",
              "an outcome that waits for a machine which has halted is never over",
              "Tombstones.java",
              CALLS,
              "char space = delivery.waitingSeq() == 0 ? Keys.CALL : Keys.ASK;",
              "char space = Keys.CALL;"),
          PlantedBug.of(
              "G5",
              "the next attempt of an event that failed is forgotten in a crash",
              "Failures.java",
              RING,
              "draft.addDue(Keys.due(machine.retryAtMillis, machine.prefix, TimerId.RETRY));",
              "draft.duesAdded.add(Keys.due(machine.retryAtMillis, machine.prefix,"
                  + " TimerId.RETRY));"),
          PlantedBug.of(
              "G5",
              "an attempt that is due does not take the mailbox's hold away in the store",
              "Mailboxes.java",
              RING,
              "machine.retryAtMillis = 0; goThrough(machine, machine.failing, draft);",
              "machine.retryAtMillis = 0; machine.startGoing(machine.failing); schedule(machine);"),

          // G6: timers
          PlantedBug.of(
              "G6",
              "a stopped timer goes on",
              "Draft.java",
              TIMERS,
              "removeDue(Keys.due(TimerRecord.read(old).dueMillis(), prefix, id));"
                  + " writes.delete(key);",
              ""),
          PlantedBug.of(
              "G6",
              "a firing of before a restart counts",
              "DurableSides.java",
              TIMERS,
              "if (running == null || running.dueMillis() != due) {",
              "if (running == null) {"),
          PlantedBug.of(
              "G6",
              "timers fire early",
              "DueTimers.java",
              TIMERS,
              "dueMillis(next.first()) > nowMillis",
              "dueMillis(next.first()) > nowMillis + 300"),
          PlantedBug.of(
              "G6",
              Sign.LEFT_OVER,
              "timers out of the window in memory are forgotten",
              "DueTimers.java",
              TIMERS,
              "horizon = next.pollLast();",
              "next.pollLast();"),
          PlantedBug.of(
              "G6",
              "a periodic timer is not armed again",
              "DurableSides.java",
              TIMERS,
              "if (running.periodMillis() > 0) {",
              "if (running.periodMillis() > 1_000) {"),
          PlantedBug.of(
              "G6",
              Sign.LEFT_OVER,
              "a firing arms the timer of a halted machine again",
              "Stepping.java",
              FAMILY,
              "if (machine.isHalted()) {",
              "if (machine.isHalted() && delivery.content() instanceof Content.Plain) {"),

          // G7: one owner
          PlantedBug.of(
              "G7",
              "a store ignores epochs",
              "SimStore.java",
              COUNTERS,
              "if (!batch.epoch().equals(current)) {",
              "if (current.value() < 0) {"),
          PlantedBug.of(
              "G7",
              "a new owner takes over under the old epoch",
              "SimStore.java",
              COUNTERS,
              "epochs[partition] = new Epoch(epochs[partition].value() + 1);",
              ""),
          PlantedBug.of(
              "G7",
              Sign.NOT_DURABLE,
              "a zombie releases what it could not commit",
              "CommitStream.java",
              COUNTERS,
              "case CommitOutcome.Fenced _, CommitOutcome.Unknown _ -> {",
              "case CommitOutcome.Fenced _ -> {} case CommitOutcome.Unknown _ -> {"),

          // G8: isolation of faults
          PlantedBug.of(
              "G8",
              Sign.DISORDER,
              "a handler that throws leaves its messages behind",
              "Stepping.java",
              RING,
              "failures.failed(machine, kind, delivery, e);",
              "Draft left = publisher.draft(); left.sends.addAll(draft.sends);"
                  + " publisher.publish(left, machine); failures.failed(machine, kind, delivery,"
                  + " e);"),
          PlantedBug.of(
              "G8",
              Sign.LEFT_OVER,
              "a handler that throws leaves what it put into collections",
              "Stepping.java",
              RING,
              "step.close(); step.settle(false); } passOn(machine, delivery, e);",
              "step.close(); step.settle(true); } passOn(machine, delivery, e);"),
          PlantedBug.of(
              "G8",
              Sign.LEFT_OVER,
              "events do not wait behind a parked one",
              "ActiveMachine.java",
              PICKY,
              "return going || retryAtMillis > 0 || status == Status.QUARANTINED;",
              "return going || retryAtMillis > 0;"),
          PlantedBug.of(
              "G8",
              Sign.DISORDER,
              "events do not wait behind one that is tried again",
              "ActiveMachine.java",
              RING,
              "return going || retryAtMillis > 0 ||",
              "return going ||"),
          PlantedBug.of(
              "G8",
              "a parked event is dropped when it is retried",
              "Operations.java",
              PICKY,
              "if (waiting != null && verb instanceof Verb.Skip) {",
              "if (waiting != null) {"),
          PlantedBug.of(
              "G8",
              Sign.BY_CHANCE,
              "an error of a handler is not taken for one",
              "Faults.java",
              COUNTERS,
              "thrown instanceof VirtualMachineError &&",
              "thrown instanceof Error &&"),
          PlantedBug.of(
              "G8",
              Sign.DISORDER,
              "a handler may swallow that the store cannot be read",
              "Uncommitted.java",
              RING,
              "return store.get(partition, key); } catch (RuntimeException | Error e) { unread ="
                  + " e;",
              "return store.get(partition, key); } catch (RuntimeException | Error e) {"),

          // G9: bounded
          PlantedBug.of(
              "G9",
              "a full partition takes requests",
              "Partition.java",
              COUNTERS,
              "if (ready.isFull() || ahead.isFull()) {",
              "if (ahead.isFull()) {"),
          PlantedBug.of(
              "G9",
              "a full partition takes messages",
              "InboundStreams.java",
              RING,
              "if (stream.behind || envelope.seq() > stream.next || ready.isFull()) {",
              "if (stream.behind || envelope.seq() > stream.next) {"),
          PlantedBug.of(
              "G9",
              "all timers are in memory",
              "DueTimers.java",
              TIMERS,
              "if (next.size() > window) {",
              "if (next.size() > window && window < 0) {"),
          PlantedBug.of(
              "G9",
              "a mailbox is read whole",
              "Mailboxes.java",
              RING,
              "while (machine.readAhead.size() < most && (bytesLeft > 0 ||"
                  + " machine.readAhead.isEmpty()) && cursor.next()) {",
              "while (cursor.next()) {"),
          PlantedBug.of(
              "G9",
              "machines are never passivated",
              "Machines.java",
              COUNTERS,
              "active.size() > most",
              "active.size() > Integer.MAX_VALUE - 1"),
          PlantedBug.of(
              "G9",
              "request ids never leave memory",
              "RequestMemory.java",
              COUNTERS,
              "index.size() < window",
              "index.size() < Integer.MAX_VALUE"),

          // G10: effects, never inputs again
          PlantedBug.of(
              "G10",
              Sign.LEFT_OVER,
              "an event of the mailbox is stepped again after a crash",
              "Stepping.java",
              RING,
              "draft.writes.delete(Keys.waiting(machine.prefix, delivery.waitingSeq()));",
              ""),
          PlantedBug.of(
              "G10",
              Sign.NOT_DURABLE,
              "a machine begins again when it is rehydrated",
              "ActiveMachine.java",
              COUNTERS,
              "stateName = stored.stateName();",
              "stateName = isHalted() ? stored.stateName() : \"\";"));
}
