package dev.perdure;

/**
 * A behaviour: a function from (state, event) to the next state, over two sealed families of
 * records, so that javac checks the whole matrix. One behaviour object exists for each active
 * machine; the runtime makes it by the supplier of its {@link Definition} and calls it from one
 * thread at a time.
 *
 * <p>State and events are immutable; what outlives a step is the returned state and what was done
 * through the {@link Step}. Plain fields of the behaviour are volatile: gone on passivation,
 * failover or a step that was rolled back, and rebuilt in {@link #activated}. A handler does no
 * I/O, starts no thread and reads no clock: {@link Step} has what it needs.
 *
 * @param <S> the state family: a record, or a sealed interface of records
 * @param <E> the event family, likewise
 */
public interface Machine<S, E> {
  /** The state before the first event. Called when the first event is stepped; no effects. */
  S initial();

  /**
   * Handles one event in one atomic step and returns the next state. Returning another class of
   * state is a transition: deferred events are offered again.
   *
   * <p>To raise an event, call {@code on} again with the state reached so far, in the same step.
   *
   * <p>Write one private method for each state (or for each event, where states are few): HotSpot
   * never compiles a method of more than 8,000 bytecodes.
   *
   * <p>Whatever it throws, an error too, rolls the step back without a trace; the event is tried
   * again as {@link Definition#retry()} says, then parked, and the machine's later events wait
   * behind it. Only an error of the virtual machine, such as being out of memory, is not the
   * handler's.
   *
   * @param step for this call and from its thread only; used later it throws {@link
   *     IllegalStateException}
   */
  S on(S state, E event, Step<E> step);

  /**
   * Runs on every rehydration, before the first event, with the state as it was last committed (or
   * the initial one): rebuild volatile fields here. No effects.
   */
  default void activated(S state) {}
}
