/**
 * Reliable state machines: what a program imports.
 *
 * <h2>What a machine is</h2>
 *
 * A machine is one small, durable, addressable state machine: a bank account, an order, a pool of
 * servers. It is named by type and key, exists from its first event on, and talks to others by
 * messages alone. Its code is a function from (state, event) to the next state, over two sealed
 * families of records, so that javac checks that every pair is thought of:
 *
 * <pre>{@code
 * public final class Counter implements Machine<Counter.State, Counter.Event> {
 *   public static final MachineType<Event> TYPE = MachineType.of("counter", Event.class);
 *   public static final Definition<?, Event> DEFINITION =
 *       Definition.of(TYPE, State.class, Counter::new);
 *
 *   public sealed interface Event {}
 *   public record Add(long amount) implements Event {}
 *   public record Read(ReplyTo<Long> to) implements Event, Query {}
 *   record State(long sum) {}
 *
 *   @Override public State initial() { return new State(0); }
 *
 *   @Override public State on(State state, Event event, Step<Event> step) {
 *     return switch (event) {
 *       case Add(var amount) -> new State(state.sum() + amount);
 *       case Read(var to) -> { step.reply(to, state.sum()); yield state; }
 *     };
 *   }
 * }
 * }</pre>
 *
 * <p>Handling one event is one <em>step</em>. The event leaves the mailbox, and state, durable
 * collections, sends, timers, calls and replies commit, all together or not at all; nothing leaves
 * before that commit is durable. Every accepted event is stepped exactly once whatever crashes, and
 * events from one sender to one machine are stepped in the order sent. After a crash a machine goes
 * on from its last committed step: nobody writes recovery code. What a step wrote is kept, and its
 * code is never run again from its inputs; so handlers need not be deterministic over the years,
 * and changed code runs on old state at once.
 *
 * <h2>Where things go</h2>
 *
 * <ul>
 *   <li>{@link dev.perdure.MachineType} is the public face: name and event family. {@link
 *       dev.perdure.Definition} is the wiring: states, code, durable names. State families stay
 *       package-private.
 *   <li>Everything that a handler does goes through {@link dev.perdure.Step}: send, ask, reply,
 *       timers, activities, time and chance. It does no I/O of its own.
 *   <li>State records are small, for they are written whole when they change. What grows lives in
 *       {@link dev.perdure.DurableMap}s and {@link dev.perdure.DurableQueue}s, which are read
 *       lazily and written as deltas.
 *   <li>The outside world is touched by an {@link dev.perdure.Activity}: after the commit, at least
 *       once, under a stable idempotency key. Callers from outside use a {@link
 *       dev.perdure.Client}.
 * </ul>
 *
 * <h2>Rules to know</h2>
 *
 * <ol>
 *   <li><b>One way to be answered</b>: {@link dev.perdure.ReplyTo}. An event has at most one, as a
 *       component of its own. A machine that asks says with a function how the {@link
 *       dev.perdure.Outcome} becomes one of its own events.
 *   <li><b>No lambda is kept.</b> The functions given to {@link dev.perdure.Step#ask} and {@link
 *       dev.perdure.Step#call} run at once and must not look inside their argument; the record that
 *       they make, with exactly one {@code Outcome} component, is kept as data.
 *   <li><b>"No" is not "don't know"</b>: {@link dev.perdure.Outcome.Failed} is definite, {@link
 *       dev.perdure.Outcome.Unknown} is not, and asking again is a second request.
 *   <li><b>Timers belong to states</b>: {@link dev.perdure.DurableTimer#whileIn} stops a timer with
 *       the step that leaves the state; names are for timers per item.
 *   <li><b>{@code defer}, {@code ignore} and {@code reject} are all that their step does</b>, with
 *       the very state object it began with. A deferred event keeps its place and is offered again
 *       in a state of another class.
 *   <li><b>Split {@code on}</b> into one private method for each state (or event): HotSpot never
 *       compiles a method of more than 8,000 bytecodes.
 *   <li><b>{@link dev.perdure.RequestId}s name requests for ever</b>: the same id gets the same
 *       answer and no second step; with another event or machine it is an error.
 *   <li><b>{@link dev.perdure.Placement} is a value</b>, never parsed out of a key. A definition
 *       says whether its machines are placed; the other form of ref is refused.
 *   <li><b>Queries only read</b>: the step of a {@link dev.perdure.Query} replies or refuses,
 *       nothing else.
 *   <li><b>Names are durable, classes are not</b>: a class may be renamed as long as its durable
 *       name stays ({@link dev.perdure.Definition#named}).
 *   <li><b>Plain fields are volatile</b>: a behaviour's fields are gone on passivation, failover or
 *       a step rolled back, and rebuilt in {@link dev.perdure.Machine#activated}.
 *   <li><b>A handler that throws leaves no trace.</b> Its event is tried again as its {@link
 *       dev.perdure.RetryPolicy} says, then parked, and the machine's later events wait behind it
 *       in order, while every other machine goes on.
 * </ol>
 *
 * <p>Misuse fails early: records check themselves where they are made, a definition where it is
 * made, the rest in the step. What goes wrong on the way to a machine is a {@link
 * dev.perdure.MachineException}. Nothing here takes or returns null.
 */
@NullMarked
package dev.perdure;

import org.jspecify.annotations.NullMarked;
