package dev.perdure.benchmarks.micro;

import dev.perdure.Definition;
import dev.perdure.MachineRef;
import dev.perdure.ReplyTo;
import dev.perdure.kernel.Answer;
import dev.perdure.kernel.CommitStream;
import dev.perdure.kernel.EventShape;
import dev.perdure.kernel.OldIds;
import dev.perdure.kernel.Partition;
import dev.perdure.kernel.Partition.ClientRequest;
import dev.perdure.kernel.PartitionConfig;
import dev.perdure.kernel.PartitionHost;
import dev.perdure.kernel.Placements;
import dev.perdure.kernel.Program;
import dev.perdure.kernel.ReplyAddress;
import dev.perdure.kernel.StepRecord;
import dev.perdure.kernel.spi.Store;
import dev.perdure.kernel.spi.Transport;
import dev.perdure.node.codec.DurableNames;
import dev.perdure.node.codec.JacksonCodec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * The kernel alone: some partitions with their commit stream, stepped and committed by hand on one
 * thread. Its clock goes on by a millisecond with each fresh request, so that what is remembered of
 * requests stays within bounds.
 */
final class KernelRig {
  /** In requests, by the clock. */
  private static final int RETENTION = 160_000;

  /** More than come within the retention, so that no id is loaded into the store. */
  private static final int WINDOW = 400_000;

  private static final int REST = 1_024;

  private final Program program;
  private final Placements placements;
  private final List<Partition> partitions = new ArrayList<>();
  private final Queue<StepRecord> queue = new ArrayDeque<>();
  private final CommitStream stream;
  private final long[] committed;
  private long nowMillis;
  private long answers;

  KernelRig(Store store, int partitionCount, Definition<?, ?> definition) {
    program = new Program(List.of(definition), new JacksonCodec(DurableNames.AS_IN_CODE));
    placements = new Placements(partitionCount);
    committed = new long[partitionCount];
    Transport none = new NoTransport();
    stream =
        new CommitStream(
            store,
            none,
            (_, _) -> {
              throw new IllegalStateException("no activity is called");
            },
            queue);
    SplittableRandom random = new SplittableRandom(1);
    PartitionConfig standard = PartitionConfig.standard();
    PartitionConfig config =
        new PartitionConfig(
            standard.maxEventBytes(),
            standard.maxStateBytes(),
            standard.maxReady(),
            standard.maxUncommitted(),
            standard.maxActive(),
            standard.maxTimers(),
            WINDOW,
            RETENTION,
            standard.maxCalls(),
            standard.maxInFlightBytes());
    for (int i = 0; i < partitionCount; i++) {
      Partition partition =
          Partition.open(
              i,
              new Partition.Setting(
                  program,
                  config,
                  placements,
                  _ -> true,
                  store,
                  none,
                  () -> nowMillis,
                  random::nextLong,
                  new Host()));
      stream.add(partition.log());
      partitions.add(partition);
    }
  }

  /** A request with a fresh id, not yet made. */
  <R> ClientRequest request(MachineRef<?> to, Function<ReplyTo<R>, ?> event) {
    String id = freshId();
    return made(id, to, event.apply(new ReplyTo<>(new ReplyAddress.OfRequest(to, id).toText())));
  }

  /** An event without a reply, under a fresh id, not yet sent. */
  ClientRequest sending(MachineRef<?> to, Object event) {
    return made(freshId(), to, event);
  }

  private ClientRequest made(String id, MachineRef<?> to, Object event) {
    EventShape shape = Objects.requireNonNull(program.kindOf(to).event(event.getClass()));
    byte[] bytes = shape.encode(event);
    return new ClientRequest(id, to, shape, event, bytes, shape.hasReplyTo(), this::answered);
  }

  private String freshId() {
    nowMillis++;
    return Long.toString(nowMillis, 36);
  }

  private void answered(Answer answer) {
    switch (answer) {
      case Answer.Value _, Answer.Accepted _ -> answers++;
      case Answer.No _, Answer.Unknown _, Answer.Overloaded _, Answer.IdReused _ ->
          throw new IllegalStateException("answered " + answer);
    }
  }

  /** Makes requests; they wait for their steps. */
  void make(List<ClientRequest> all) {
    for (ClientRequest request : all) {
      partitions.get(placements.partitionOf(request.to())).request(request);
    }
  }

  /** Steps so many events, partition after partition. */
  void step(int events) {
    int left = events;
    while (left > 0) {
      for (Partition partition : partitions) {
        left -= partition.doWork(committed[partition.id()], left);
      }
    }
  }

  /** Steps until nothing is left. */
  void stepRest() {
    int done;
    do {
      done = 0;
      for (Partition partition : partitions) {
        done += partition.doWork(committed[partition.id()], REST);
      }
    } while (done > 0);
  }

  /** Commits what was stepped, and releases it. */
  void commit() {
    switch (stream.commitNext()) {
      case CommitStream.Progress.Released(var records) ->
          records.forEach(one -> committed[one.partition()] = one.recordNo());
      case CommitStream.Progress.Nothing _ -> {}
      case CommitStream.Progress.Failed failed ->
          throw new IllegalStateException(failed.toString());
    }
  }

  /** Makes requests, steps and commits them, and sees to it that all were answered. */
  void complete(List<ClientRequest> all) {
    long before = answers;
    make(all);
    step(all.size());
    commit();
    if (answers - before != all.size()) throw new IllegalStateException("not all were answered");
  }

  private final class Host implements PartitionHost {
    @Override
    public void publish(StepRecord stepRecord) {
      queue.add(stepRecord);
    }

    @Override
    public void handOver(int target, HandOver handOver) {
      partitions.get(target).take(handOver);
    }

    @Override
    public void load(OldIds ids) {
      throw new IllegalStateException("the window is larger than what is remembered");
    }
  }

  private static final class NoTransport implements Transport {
    @Override
    public void send(Frame frame) {
      throw new IllegalStateException("all partitions are in one store");
    }

    @Override
    public void acknowledge(int source, int target, long seq, boolean again) {
      throw new IllegalStateException("all partitions are in one store");
    }
  }
}
