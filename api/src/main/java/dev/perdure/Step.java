package dev.perdure;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * One atomic step: everything done here commits together with the returned state, or not at all.
 * Nothing leaves the process before that commit is durable.
 *
 * <p>A step belongs to the call of {@link Machine#on} that it was given to, and to its thread; used
 * later or elsewhere, every method throws {@link IllegalStateException}. Misuse throws where it
 * happens, and the call that threw had no effect; uncaught, the exception fails the step, which
 * leaves no trace and is tried again as {@link Definition#retry()} says.
 *
 * <p>In the step of a {@link Query} only {@link #reply}, {@link #refuse} and reading are allowed.
 *
 * @param <E> the event family of the machine
 */
public interface Step<E> {
  /** The address of this machine. */
  MachineRef<E> self();

  /** The time of this step: the same at each call. */
  Instant now();

  /** Chance for this step. */
  RandomGenerator random();

  /** An id that no step, node or failover ever makes again; at most 64 characters of ASCII. */
  String newId();

  /**
   * A logger named after the machine type. Lines are no effects of the step: one that is rolled
   * back and tried again writes them again.
   */
  System.Logger log();

  /**
   * Sends an event, to be stepped exactly once, after all that this machine sent there before.
   * Sends are never pushed back; they wait durably. A halted receiver rejects it, which is counted
   * and logged there.
   *
   * @throws BadEventException if the event is not of the receiver's family or cannot be encoded
   * @throws EventTooLargeException if it is over the size bound
   * @throws UnknownMachineTypeException if nothing is known of the receiver's type
   * @throws BadPlacementException if the ref has a placement and its type none, or the reverse
   */
  <F> void send(MachineRef<? super F> to, F event);

  /**
   * A fresh machine with a key that no step, node or failover ever makes again; it exists from its
   * first event on: a send or an ask.
   *
   * @throws BadPlacementException if the type's machines are placed
   */
  <F> MachineRef<F> newRef(MachineType<F> type);

  /**
   * A fresh machine among those of one placement.
   *
   * @throws BadPlacementException if the type's machines are not placed
   */
  <F> MachineRef<F> newRef(MachineType<F> type, Placement placement);

  /** A fresh machine and its first event; see {@link #newRef(MachineType)} and {@link #send}. */
  default <F> MachineRef<F> create(MachineType<F> type, F first) {
    MachineRef<F> ref = newRef(type);
    send(ref, first);
    return ref;
  }

  /** A fresh machine among those of one placement, and its first event. */
  default <F> MachineRef<F> create(MachineType<F> type, Placement placement, F first) {
    MachineRef<F> ref = newRef(type, placement);
    send(ref, first);
    return ref;
  }

  /**
   * Answers an asker, machine or client. At most one answer counts: a later one, in this or another
   * step, is dropped and counted, as is one that the asker no longer waits for.
   *
   * @throws IllegalStateException if this step answered {@code to} before
   */
  <R> void reply(ReplyTo<? super R> to, R answer);

  /**
   * Answers an asker with a no: {@link Outcome.Failed} with {@link Outcome.Cause#REFUSED} for a
   * machine, {@link RefusedException} for a client.
   *
   * @param reason for people; may be empty
   * @throws IllegalStateException if this step answered {@code to} before
   */
  void refuse(ReplyTo<?> to, String reason);

  /**
   * Asks a machine. The answer comes back once, as the event that {@code answer} makes around its
   * outcome.
   *
   * <p>Both functions run now, may run more than once, and are not kept. {@code answer} must give a
   * record with exactly one direct {@link Outcome} component and must not look inside its argument:
   * the record is kept as data with a hole, which the outcome fills when it arrives. It is tried
   * with a placeholder of each kind of outcome, and one that tells them apart is refused.
   *
   * @param patience how long to wait before the outcome is {@link Outcome.Unknown}; more than zero.
   *     A later answer is dropped and counted
   * @param request makes the event to send; its {@link ReplyTo} component must be the one given
   * @throws IllegalArgumentException if a function breaks these rules or patience is not positive
   * @throws BadEventException as for {@link #send}; likewise the other exceptions
   */
  <F, R> CallId ask(
      MachineRef<F> to,
      Class<R> reply,
      Duration patience,
      Function<ReplyTo<R>, ? extends F> request,
      Function<Outcome<R>, ? extends E> answer);

  /**
   * Runs an activity after the commit, at least once under a stable idempotency key; its outcome
   * comes back once, as for {@link #ask}. A committed call is run even if the machine halts, in
   * this step or later; then nobody hears of its outcome.
   *
   * @param answer as for {@link #ask}
   * @throws IllegalArgumentException if {@code answer} breaks the rules
   * @throws IllegalStateException if the node was opened without this activity's code
   */
  <Q, R> CallId call(Activity<Q, R> activity, Q request, Function<Outcome<R>, ? extends E> answer);

  /**
   * Drops the answer of a call or ask: no event of it is stepped after this step. The work itself
   * may still happen. Cancelling what is over is no effect.
   */
  void cancel(CallId call);

  /**
   * Starts a timer, or restarts the one with the same event class and name.
   *
   * @throws IllegalArgumentException if the timer's scope is not within the machine's states. That
   *     the step ends within the scope is checked when the handler returns
   */
  void startTimer(DurableTimer<? extends E> timer);

  /** Stops the timer with this event class and no name. Stopping what does not run is no effect. */
  void stopTimer(Class<? extends E> event);

  /** Stops the timer with this event class and name. Stopping what does not run is no effect. */
  void stopTimer(Class<? extends E> event, String name);

  /** Opens a durable map of this machine for the rest of the step. */
  <K, V> DurableMap<K, V> map(MapKey<K, V> key);

  /** Opens a durable queue of this machine for the rest of the step. */
  <V> DurableQueue<V> queue(QueueKey<V> key);

  /**
   * Keeps the event for a state of another class: it stays durable in the mailbox and is offered
   * again, in order and ahead of younger events, once the machine is there. It must be all that the
   * step does: no effect, and {@code state} the very object the step began with; else the step
   * fails.
   */
  <S> S defer(S state);

  /**
   * Drops the event and counts it; an ask is refused. Must be all that the step does, as for {@link
   * #defer}.
   */
  <S> S ignore(S state);

  /**
   * Turns the event away: an ask is refused with the reason, anything else is counted and logged.
   * Must be all that the step does, as for {@link #defer}.
   */
  <S> S reject(S state, String reason);

  /**
   * Ends the machine for good once the step commits: its timers stop, its state and collections go,
   * later events are rejected and later asks fail with {@link Outcome.Cause#HALTED}. What it has
   * sent, asked and called, in this step or before, goes its way, and the answers are dropped. If
   * this event is an ask that the step does not answer, it is refused. The key never names another
   * machine. The handler must return the state that this returns.
   */
  <S> S halt(S state);
}
