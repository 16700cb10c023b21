package dev.perdure.node;

import static java.util.Objects.requireNonNull;

import dev.perdure.BadEventException;
import dev.perdure.Client;
import dev.perdure.MachineException;
import dev.perdure.MachineRef;
import dev.perdure.ReplyTo;
import dev.perdure.RequestId;
import dev.perdure.kernel.EventShape;
import dev.perdure.kernel.spi.Codec.ValueCodec;
import dev.perdure.node.Requests.Forsaken;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The client of the process that the node is in. */
final class LocalClient implements Client {
  private final Requests requests;
  private final Map<Class<?>, Function<byte[], ?>> readers = new ConcurrentHashMap<>();

  LocalClient(Requests requests) {
    this.requests = requests;
  }

  @Override
  public <F> CompletableFuture<Void> sendAsync(RequestId id, MachineRef<? super F> to, F event) {
    requireNonNull(id, "id");
    requireNonNull(to, "to");
    requireNonNull(event, "event");
    try {
      EventShape shape = requests.shape(to, event);
      if (shape.isQuery()) {
        throw new BadEventException(to, shape.name(), "it is a Query: ask it with query(...)");
      }
      return nonNull(requests.send(id, to, shape, event, Forsaken.LET_GO));
    } catch (MachineException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @SuppressWarnings("NullAway") // A future of Void completes with null; its type cannot say so.
  static CompletableFuture<Void> nonNull(CompletableFuture<@Nullable Void> sent) {
    return sent;
  }

  @Override
  public <F, R> CompletableFuture<R> ask(
      RequestId id, MachineRef<F> to, Class<R> reply, Function<ReplyTo<R>, ? extends F> event) {
    requireNonNull(id, "id");
    requireNonNull(to, "to");
    ReplyTo<R> address = Requests.replyTo(to, id);
    F made = requireNonNull(event.apply(address), "event");
    try {
      EventShape shape = requests.shape(to, made);
      if (shape.isQuery()) return query(to, reply, event);
      checkCarries(to, shape, made, address);
      return requests.ask(id, to, shape, made, Forsaken.LET_GO, reader(reply));
    } catch (MachineException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public <F, R> CompletableFuture<R> query(
      MachineRef<F> to, Class<R> reply, Function<ReplyTo<R>, ? extends F> event) {
    requireNonNull(to, "to");
    ReplyTo<R> address = Requests.queryReplyTo(to);
    F made = requireNonNull(event.apply(address), "event");
    try {
      EventShape shape = requests.shape(to, made);
      if (!shape.isQuery()) {
        throw new BadEventException(
            to, shape.name(), "it is no Query: ask it under a request id, with ask(...)");
      }
      checkCarries(to, shape, made, address);
      return requests.query(to, shape, made, reader(reply));
    } catch (MachineException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static void checkCarries(
      MachineRef<?> to, EventShape shape, Object event, ReplyTo<?> address) {
    if (!address.equals(shape.replyTo(event))) {
      throw new BadEventException(
          to, shape.name(), "the function did not put the ReplyTo that it was given in the event");
    }
  }

  @SuppressWarnings("unchecked") // The reader under a class is the one for that class.
  private <R> Function<byte[], R> reader(Class<R> reply) {
    Function<byte[], R> known = (Function<byte[], R>) readers.get(reply);
    if (known != null) return known;
    ValueCodec<R> codec = requests.program().codec().of(reply);
    Function<byte[], R> reader = codec::decode;
    readers.put(reply, reader);
    return reader;
  }
}
