package dev.perdure;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Binds a machine type to its state family and behaviour. A definition is made once, as a constant
 * where the behaviour needs nothing, or where the program is put together when it has dependencies:
 * they enter through the supplier.
 *
 * <pre>{@code
 * public static final Definition<?, Event> DEFINITION =
 *     Definition.of(TYPE, State.class, OrderMachine::new)
 *         .named(ItemAdded.class, "AddItem")
 *         .retry(new RetryPolicy(10, ofMillis(50), ofSeconds(5)));
 * }</pre>
 *
 * <p>A family is a record, or a sealed interface whose permitted types are records or again such
 * interfaces. An event has at most one {@link ReplyTo}, as a direct component that says the class
 * of its answer; a {@link Query} has one. All of it is checked when the definition is made.
 *
 * @param <S> the state family
 * @param <E> the event family
 * @param type the public face
 * @param states the class of the state family
 * @param behaviour makes one behaviour object for each active machine; may be called from several
 *     threads at once
 * @param names the durable name of every state and event, in the order of declaration, states
 *     first, and behind them the members of other families and the superstates that were named.
 *     States and events that are missing in the argument get their simple class name. A state, a
 *     superstate and an event may have one name, two of a kind may not
 * @param constants the durable names of enum constants that are not called by their own
 * @param retry what happens to an event whose handler throws
 * @param keysPlaced whether refs to these machines need a {@link Placement}; see {@link #placed()}
 */
public record Definition<S, E>(
    MachineType<E> type,
    Class<S> states,
    Supplier<? extends Machine<S, E>> behaviour,
    Map<Class<?>, String> names,
    Map<Enum<?>, String> constants,
    RetryPolicy retry,
    boolean keysPlaced)
    implements Part {

  /** Checks the families and completes the names. */
  public Definition {
    requireNonNull(type, "type");
    requireNonNull(states, "states");
    requireNonNull(behaviour, "behaviour");
    requireNonNull(retry, "retry");
    names = DurableNames.complete(type, states, requireNonNull(names, "names"));
    constants = DurableNames.checked(requireNonNull(constants, "constants"));
  }

  /**
   * A definition with simple class names as durable names, the standard {@link RetryPolicy}, and
   * machines that are placed by their own keys.
   *
   * @throws IllegalArgumentException if a family has a member that is no record, two members of one
   *     family have one name, or an event breaks the rules for {@link ReplyTo}; the message names
   *     the class and what to do
   */
  public static <S, E> Definition<S, E> of(
      MachineType<E> type, Class<S> states, Supplier<? extends Machine<S, E>> behaviour) {
    return new Definition<>(
        type, states, behaviour, Map.of(), Map.of(), RetryPolicy.standard(), false);
  }

  /**
   * Gives one member of a family its durable name: a state, an event, or a record or enum of any
   * sealed family that is written somewhere inside states, events, answers, requests and results of
   * activities, durable maps and queues. What is stored carries this name and never the name of the
   * class: a class may be renamed or moved as long as its durable name stays.
   *
   * <p>The name of a member inside holds for the whole node, whichever of its definitions gives it.
   * Two names for one class, or one name for two members of a family, are refused when the node is
   * opened.
   *
   * <p>A superstate has a durable name too, its simple class name unless it is given one here: a
   * timer that runs {@linkplain DurableTimer#whileIn while in} it knows it by that.
   *
   * @param member a record of the state or event family, a record or enum that a sealed interface
   *     permits, or a sealed interface of states
   * @param durableName 1 to 512 bytes of UTF-8 without control characters
   * @throws IllegalArgumentException if the class is no member of a family, or the name breaks the
   *     bounds or is taken among the states or the events
   */
  public Definition<S, E> named(Class<?> member, String durableName) {
    Map<Class<?>, String> changed = new LinkedHashMap<>(names);
    changed.put(requireNonNull(member, "member"), requireNonNull(durableName, "durableName"));
    return new Definition<>(type, states, behaviour, changed, constants, retry, keysPlaced);
  }

  /**
   * Gives one constant of an enum its durable name, likewise for the whole node: in values and in
   * the keys of durable maps, which are ordered by it.
   *
   * @param durableName 1 to 512 bytes of UTF-8 without control characters
   * @throws IllegalArgumentException if the name breaks the bounds
   */
  public Definition<S, E> named(Enum<?> constant, String durableName) {
    Map<Enum<?>, String> changed = new LinkedHashMap<>(constants);
    changed.put(requireNonNull(constant, "constant"), requireNonNull(durableName, "durableName"));
    return new Definition<>(type, states, behaviour, names, changed, retry, keysPlaced);
  }

  /** Sets what happens to an event whose handler throws. */
  public Definition<S, E> retry(RetryPolicy policy) {
    return new Definition<>(type, states, behaviour, names, constants, policy, keysPlaced);
  }

  /**
   * Says that these machines are placed: only refs made with a {@link Placement} are accepted.
   * Without it only refs made without one are. The other form is a {@link BadPlacementException}: a
   * forgotten tag would name another machine, and nobody would notice.
   */
  public Definition<S, E> placed() {
    return new Definition<>(type, states, behaviour, names, constants, retry, true);
  }

  /** The durable name of the machine type, its families and its settings. */
  @Override
  public String toString() {
    return "Definition[%s, states %s, events %s%s]"
        .formatted(
            type.name(),
            states.getTypeName(),
            type.events().getTypeName(),
            keysPlaced ? ", placed" : "");
  }
}
