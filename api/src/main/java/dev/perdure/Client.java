package dev.perdure;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The way in from outside, for code that is no machine. Thread-safe; a machine's handler uses
 * {@link Step} instead.
 *
 * <p>Every request but a query carries a {@link RequestId}. Sent again with the same id, it is not
 * stepped again and gets the same answer, for as long as answers are remembered. So after a crash,
 * an {@link OverloadedException} or an {@link UnavailableException} just send it again.
 *
 * <p>What goes wrong is a {@link MachineException}. Methods that return a future complete it with
 * that, and throw nothing themselves but what the function throws that they are given. Cancelling a
 * future, or giving up on it by {@code orTimeout}, ends the waiting: the request may still be
 * stepped, or is dropped if its turn had not come. Ask again with the same id to go on waiting.
 */
public interface Client {
  /**
   * Sends an event and returns when it is durable in the machine's mailbox, which may be before it
   * is stepped. Waits as long as that takes.
   *
   * @throws RefusedException with {@link Outcome.Cause#HALTED} if the machine is halted: the event
   *     is rejected
   * @throws OverloadedException if it was pushed back: nothing was taken
   * @throws UnavailableException if the node stopped serving or the thread was interrupted (its
   *     interrupt status is set again): the event may still be stepped
   * @throws RequestIdReusedException if the id was used with another event or machine
   * @throws BadEventException if the event is not of the machine's family or cannot be encoded
   * @throws EventTooLargeException if it is over the size bound
   * @throws UnknownMachineTypeException if the node was opened without the machine's type
   * @throws BadPlacementException if the ref has a placement and its type none, or the reverse
   */
  default <F> void send(RequestId id, MachineRef<? super F> to, F event) {
    Waiting.await(sendAsync(id, to, event));
  }

  /**
   * Sends an event and waits at most {@code timeout} for it to be durable.
   *
   * @param timeout more than zero
   * @throws UnavailableException also if the time is over: the event may still be stepped; send it
   *     again with the same id to go on waiting
   * @throws MachineException otherwise as {@link #send(RequestId, MachineRef, Object)}
   */
  default <F> void send(RequestId id, MachineRef<? super F> to, F event, Duration timeout) {
    Checks.positive("timeout", timeout);
    Waiting.await(sendAsync(id, to, event), timeout);
  }

  /** Sends an event; the future completes when it is durable in the machine's mailbox. */
  <F> CompletableFuture<Void> sendAsync(RequestId id, MachineRef<? super F> to, F event);

  /**
   * Asks a machine; the future completes with the reply when the step that made it is durable, or
   * with {@link RefusedException}. It may take as long as the machine likes to keep its asker
   * waiting, and outlives crashes of the node only by asking again with the same id.
   *
   * <pre>{@code
   * Receipt r = client.ask(id, order, Receipt.class, Checkout::new).orTimeout(5, SECONDS).join();
   * }</pre>
   *
   * @param reply the class of the reply
   * @param event makes the event around its {@link ReplyTo}; runs now
   */
  <F, R> CompletableFuture<R> ask(
      RequestId id, MachineRef<F> to, Class<R> reply, Function<ReplyTo<R>, ? extends F> event);

  /**
   * Asks for something that is only read. There is no request id, for nothing is written or
   * remembered: asked again, it is answered anew. The answer shows durable state only, and does not
   * wait for events that do: those deferred, or behind one whose handler fails.
   *
   * @param reply the class of the reply
   * @param event makes the event, a {@link Query}, around its {@link ReplyTo}; runs now. An event
   *     that is no query is a {@link BadEventException}
   */
  <F, R> CompletableFuture<R> query(
      MachineRef<F> to, Class<R> reply, Function<ReplyTo<R>, ? extends F> event);
}
