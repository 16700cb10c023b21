package dev.perdure.testing;

import dev.perdure.Client;
import dev.perdure.MachineRef;
import dev.perdure.ReplyTo;
import dev.perdure.RequestId;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A client in the simulated world: as in production, and with request ids of its own where the
 * scenario needs none. It brings each request again until it is answered, under the same id.
 * Waiting for one of its futures drives the world; what is attached to them runs between two turns.
 */
public final class SimulatedClient implements Client {
  private final dev.perdure.testing.world.WorldClient client;

  SimulatedClient(dev.perdure.testing.world.WorldClient client) {
    this.client = client;
  }

  @Override
  public <F> CompletableFuture<Void> sendAsync(RequestId id, MachineRef<? super F> to, F event) {
    return client.send(id, to, event);
  }

  @Override
  public <F, R> CompletableFuture<R> ask(
      RequestId id, MachineRef<F> to, Class<R> reply, Function<ReplyTo<R>, ? extends F> event) {
    return client.ask(id, to, reply, event);
  }

  @Override
  public <F, R> CompletableFuture<R> query(
      MachineRef<F> to, Class<R> reply, Function<ReplyTo<R>, ? extends F> event) {
    return client.query(to, reply, event);
  }

  /** Sends an event under a fresh id; the future completes when it is durable in the mailbox. */
  public <F> CompletableFuture<Void> send(MachineRef<? super F> to, F event) {
    return sendAsync(client.freshId(), to, event);
  }

  /** Asks a machine under a fresh id. */
  public <F, R> CompletableFuture<R> ask(
      MachineRef<F> to, Class<R> reply, Function<ReplyTo<R>, ? extends F> event) {
    return ask(client.freshId(), to, reply, event);
  }
}
