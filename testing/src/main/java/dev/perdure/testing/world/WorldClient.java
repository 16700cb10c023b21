package dev.perdure.testing.world;

import dev.perdure.BadEventException;
import dev.perdure.MachineException;
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
import dev.perdure.kernel.ReplyAddress;
import dev.perdure.kernel.spi.Codec.ValueCodec;
import dev.perdure.testing.RunListener.Reply;
import dev.perdure.testing.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A client as the world sees it: checks and encodes as a node does, and waits in its own way. */
public final class WorldClient {
  private static final Duration RETRY_AFTER = Duration.ofMillis(100);

  private final World world;
  private final String name;
  private final List<Mistake> mistakes = new ArrayList<>();
  private long ids;

  /** What a scenario did wrong, told by a future. */
  private record Mistake(DrivenFuture<?> future, MachineException mistake) {}

  WorldClient(World world, String name) {
    this.world = world;
    this.name = name;
  }

  /** An id that this client has not used; clients of one name share their ids. */
  public RequestId freshId() {
    return RequestId.of(name + "-" + ++ids);
  }

  /** Completes when the event is durable in the mailbox. */
  public CompletableFuture<Void> send(RequestId id, MachineRef<?> to, Object event) {
    DrivenFuture<@Nullable Void> future = new DrivenFuture<>(world);
    try {
      EventShape shape = shape(to, event);
      if (shape.isQuery()) {
        throw new BadEventException(to, shape.name(), "it is a Query: ask it with query(...)");
      }
      begin(id.value(), to, shape, event, false, future, _ -> null);
    } catch (MachineException e) {
      mistaken(future, e);
    }
    return nonNull(future);
  }

  @SuppressWarnings("NullAway") // A future of Void completes with null; its type cannot say so.
  private static CompletableFuture<Void> nonNull(CompletableFuture<@Nullable Void> sent) {
    return sent;
  }

  /** Completes with the reply. */
  public <F, R> CompletableFuture<R> ask(
      RequestId id, MachineRef<F> to, Class<R> reply, Function<ReplyTo<R>, ? extends F> event) {
    ReplyTo<R> address = new ReplyTo<>(new ReplyAddress.OfRequest(to, id.value()).toText());
    F made = event.apply(address);
    DrivenFuture<R> future = new DrivenFuture<>(world);
    try {
      EventShape shape = shape(to, made);
      if (shape.isQuery()) {
        return query(to, reply, event);
      }
      checkCarries(to, shape, made, address);
      ValueCodec<R> codec = world.program().codec().of(reply);
      begin(id.value(), to, shape, made, true, future, codec::decode);
    } catch (MachineException e) {
      mistaken(future, e);
    }
    return future;
  }

  /** Completes with the answer to a query. */
  public <F, R> CompletableFuture<R> query(
      MachineRef<F> to, Class<R> reply, Function<ReplyTo<R>, ? extends F> event) {
    ReplyTo<R> address = new ReplyTo<>(new ReplyAddress.OfQuery(to).toText());
    F made = event.apply(address);
    DrivenFuture<R> future = new DrivenFuture<>(world);
    try {
      EventShape shape = shape(to, made);
      if (!shape.isQuery()) {
        throw new BadEventException(
            to, shape.name(), "it is no Query: ask it under a request id, with ask(...)");
      }
      checkCarries(to, shape, made, address);
      ValueCodec<R> codec = world.program().codec().of(reply);
      begin("", to, shape, made, true, future, codec::decode);
    } catch (MachineException e) {
      mistaken(future, e);
    }
    return future;
  }

  private static void checkCarries(
      MachineRef<?> to, EventShape shape, Object event, ReplyTo<?> address) {
    if (!address.equals(shape.replyTo(event))) {
      throw new BadEventException(
          to, shape.name(), "the function did not put the ReplyTo that it was given in the event");
    }
  }

  private EventShape shape(MachineRef<?> to, Object event) {
    MachineKind kind = world.program().kindOf(to);
    EventShape shape = kind.event(event.getClass());
    if (shape == null) {
      throw new BadEventException(
          to,
          event.getClass().getTypeName(),
          "not an event of machine type '%s'; those are %s"
              .formatted(
                  kind.name(),
                  kind.events().stream().map(EventShape::name).collect(Collectors.joining(", "))));
    }
    return shape;
  }

  private <R extends @Nullable Object> void begin(
      String id,
      MachineRef<?> to,
      EventShape shape,
      Object event,
      boolean forReply,
      DrivenFuture<R> future,
      Function<byte[], R> reader) {
    Request[] begun = new Request[1];
    begun[0] =
        world.request(
            name,
            id,
            to,
            shape,
            event,
            forReply,
            future::isCancelled,
            answer -> complete(begun[0], answer, future, reader));
  }

  private <R extends @Nullable Object> void complete(
      Request request, Answer answer, DrivenFuture<R> future, Function<byte[], R> reader) {
    switch (answer) {
      case Answer.Value(var bytes) -> {
        R value = reader.apply(request.forReply ? bytes : new byte[0]);
        world.heard(request, value == null ? new Reply.Accepted() : new Reply.Value(value));
        future.complete(value);
      }
      case Answer.Accepted _ -> {
        world.heard(request, new Reply.Accepted());
        future.complete(reader.apply(new byte[0]));
      }
      case Answer.No(var cause, var reason) ->
          fail(request, future, new RefusedException(cause, reason));
      case Answer.Unknown(var reason) -> fail(request, future, new UnavailableException(reason));
      case Answer.Overloaded(var where) ->
          fail(request, future, new OverloadedException(RETRY_AFTER, where));
      case Answer.IdReused _ -> {
        var reused =
            new RequestIdReusedException(
                RequestId.of(request.id), "to another machine, or with another event");
        world.heard(request, new Reply.Failure(reused));
        mistaken(future, reused);
      }
    }
  }

  /** The mistake is the scenario's own: somebody must look at it. */
  private void mistaken(DrivenFuture<?> future, MachineException mistake) {
    future.completeExceptionally(mistake);
    mistakes.add(new Mistake(future, mistake));
  }

  /** Fails when a request of this client could never be made, and nobody looked. */
  void checkHeeded() {
    for (Mistake one : mistakes) {
      if (!one.future.isHeeded()) {
        throw new Violation(
            "unheeded: client %s: %s; look at the future that has failed, or do not ask for this"
                .formatted(name, one.mistake.getMessage()),
            one.mistake);
      }
    }
  }

  private void fail(Request request, DrivenFuture<?> future, RuntimeException failure) {
    world.heard(request, new Reply.Failure(failure));
    future.completeExceptionally(failure);
  }
}
