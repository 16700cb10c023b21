package dev.perdure.node;

import dev.perdure.BadEventException;
import dev.perdure.EventTooLargeException;
import dev.perdure.MachineRef;
import dev.perdure.OverloadedException;
import dev.perdure.RefusedException;
import dev.perdure.ReplyTo;
import dev.perdure.RequestId;
import dev.perdure.RequestIdReusedException;
import dev.perdure.UnavailableException;
import dev.perdure.kernel.Answer;
import dev.perdure.kernel.EventShape;
import dev.perdure.kernel.MachineKind;
import dev.perdure.kernel.Partition.ClientRequest;
import dev.perdure.kernel.Program;
import dev.perdure.kernel.ReplyAddress;
import dev.perdure.kernel.spi.Codec.CodecException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Brings requests from outside to their partitions, for objects and for JSON alike: checks and
 * encodes on the thread of the caller, and turns answers into results and exceptions.
 */
final class Requests {
  /** A bound is reached for as long as some commits take. */
  static final Duration RETRY_AFTER = Duration.ofMillis(100);

  private final Program program;
  private final Stores stores;
  private final PendingReplies pending;
  private final long maxEventBytes;
  private final RecentRequestIds recentIds = new RecentRequestIds();

  /** What becomes of a request whose caller waits no longer, when its turn has not come yet. */
  enum Forsaken {
    /** It is let go, and not stepped. */
    LET_GO,
    /** It is taken all the same: the caller may come back for its answer. */
    TAKEN
  }

  Requests(Program program, Stores stores, PendingReplies pending, long maxEventBytes) {
    this.program = program;
    this.stores = stores;
    this.pending = pending;
    this.maxEventBytes = maxEventBytes;
  }

  Program program() {
    return program;
  }

  /** The shape of an event of that class for a machine. */
  EventShape shape(MachineRef<?> to, Object event) {
    MachineKind kind = program.kindOf(to);
    EventShape shape = kind.event(event.getClass());
    if (shape == null) {
      throw new BadEventException(
          to,
          event.getClass().getTypeName(),
          "not an event of machine type '%s'; those are %s".formatted(kind.name(), names(kind)));
    }
    return shape;
  }

  static String names(MachineKind kind) {
    return kind.events().stream().map(EventShape::name).collect(Collectors.joining(", "));
  }

  /** The address for the answer to a request. */
  static <R> ReplyTo<R> replyTo(MachineRef<?> to, RequestId id) {
    return new ReplyTo<>(new ReplyAddress.OfRequest(to, id.value()).toText());
  }

  /** The address for the answer to a query. */
  static <R> ReplyTo<R> queryReplyTo(MachineRef<?> to) {
    return new ReplyTo<>(new ReplyAddress.OfQuery(to).toText());
  }

  /** Sends it; completes when it is durable in the mailbox. */
  CompletableFuture<@Nullable Void> send(
      RequestId id, MachineRef<?> to, EventShape shape, Object event, Forsaken forsaken) {
    byte[] bytes = encode(to, shape, event);
    PendingReply<@Nullable Void> reply =
        pending.begin(
            stores.partitionOf(to),
            answer -> {
              checkTaken(answer, id);
              return null;
            });
    submit(id.value(), to, shape, event, bytes, false, forsaken, reply);
    return reply;
  }

  /** Asks; completes with what is read from the bytes of the reply. */
  <R> CompletableFuture<R> ask(
      RequestId id,
      MachineRef<?> to,
      EventShape shape,
      Object event,
      Forsaken forsaken,
      Function<byte[], R> reader) {
    byte[] bytes = encode(to, shape, event);
    PendingReply<R> reply =
        pending.begin(stores.partitionOf(to), answer -> reader.apply(value(answer, id)));
    submit(id.value(), to, shape, event, bytes, true, forsaken, reply);
    return reply;
  }

  /** Asks a query. */
  <R> CompletableFuture<R> query(
      MachineRef<?> to, EventShape shape, Object event, Function<byte[], R> reader) {
    byte[] bytes = encode(to, shape, event);
    PendingReply<R> reply =
        pending.begin(stores.partitionOf(to), answer -> reader.apply(value(answer, null)));
    submit("", to, shape, event, bytes, true, Forsaken.LET_GO, reply);
    return reply;
  }

  private void submit(
      String id,
      MachineRef<?> to,
      EventShape shape,
      Object event,
      byte[] bytes,
      boolean forReply,
      Forsaken forsaken,
      PendingReply<?> reply) {
    if (!id.isEmpty() && recentIds.isForAnother(id, to)) {
      reply.answered(new Answer.IdReused());
      return;
    }
    var request = new Input.Request(id, reply, stores, forsaken);
    request.bring(new ClientRequest(id, to, shape, event, bytes, forReply, request));
    reply.isFor(request);
    stores.put(reply.partition(), request);
  }

  /** The event as bytes, within the bound. */
  byte[] encode(MachineRef<?> to, EventShape shape, Object event) {
    byte[] bytes;
    try {
      bytes = shape.encode(event);
    } catch (CodecException e) {
      throw new BadEventException(to, shape.name(), String.valueOf(e.getMessage()), e);
    }
    if (bytes.length > maxEventBytes) {
      throw new EventTooLargeException(to, shape.name(), bytes.length, maxEventBytes);
    }
    return bytes;
  }

  private static void checkTaken(Answer answer, @Nullable RequestId id) {
    switch (answer) {
      case Answer.Accepted _, Answer.Value _ -> {}
      case Answer.No(var cause, var reason) -> throw new RefusedException(cause, reason);
      case Answer.Unknown(var reason) -> throw new UnavailableException(reason);
      case Answer.Overloaded(var where) -> throw new OverloadedException(RETRY_AFTER, where);
      case Answer.IdReused _ -> {
        RequestId reused = id == null ? RequestId.unique() : id;
        throw new RequestIdReusedException(reused, "to another machine, or with another event");
      }
    }
  }

  private static byte[] value(Answer answer, @Nullable RequestId id) {
    checkTaken(answer, id);
    if (answer instanceof Answer.Value(var bytes)) return bytes;
    throw new IllegalStateException("accepted, but never answered: " + id);
  }
}
