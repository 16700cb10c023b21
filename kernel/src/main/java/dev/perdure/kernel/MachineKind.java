package dev.perdure.kernel;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.RetryPolicy;
import dev.perdure.kernel.spi.Codec;
import dev.perdure.kernel.spi.Codec.ValueCodec;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Definition} made ready to run: its families by durable name and by class, with a codec
 * for each member. Immutable; shared by all partitions of a node.
 */
public final class MachineKind {
  private final String name;
  private final Definition<?, ?> definition;
  private final Map<Class<?>, EventShape> eventsByClass = new LinkedHashMap<>();
  private final SequencedMap<String, EventShape> eventsByName = new LinkedHashMap<>();
  private final Map<Class<?>, StateShape> statesByClass = new LinkedHashMap<>();
  private final Map<String, StateShape> statesByName = new LinkedHashMap<>();
  private final Map<String, Class<?>> scopesByName = new LinkedHashMap<>();

  /**
   * What the stored name of a superstate begins with: no durable name has it, so that a superstate
   * and a state may have one name.
   */
  private static final String SUPERSTATE = "\u001D";

  /** One state type: its durable name and codec. */
  record StateShape(Class<?> type, String name, ValueCodec<Object> codec) {}

  @SuppressWarnings("unchecked") // Only states of this class are given to the codec.
  MachineKind(Definition<?, ?> definition, Codec codec) {
    this.name = definition.type().name();
    this.definition = definition;
    definition
        .names()
        .forEach(
            (member, durableName) -> {
              if (definition.type().events().isAssignableFrom(member)) {
                EventShape shape = new EventShape(member, durableName, codec);
                eventsByClass.put(member, shape);
                eventsByName.put(durableName, shape);
              }
              if (definition.states().isAssignableFrom(member) && member.isRecord()) {
                var shape =
                    new StateShape(member, durableName, (ValueCodec<Object>) codec.of(member));
                statesByClass.put(member, shape);
                statesByName.put(durableName, shape);
                scopesByName.put(durableName, member);
              }
            });
    statesByClass.keySet().forEach(this::addSuperstates);
  }

  private void addSuperstates(Class<?> member) {
    for (Class<?> parent : member.getInterfaces()) {
      if (definition.states().isAssignableFrom(parent)) {
        scopesByName.put(scopeName(parent), parent);
        // Timers of an older format have it under the bare name of its class.
        scopesByName.putIfAbsent(parent.getSimpleName(), parent);
        addSuperstates(parent);
      }
    }
  }

  /** The durable name of the machine type. */
  public String name() {
    return name;
  }

  public Definition<?, ?> definition() {
    return definition;
  }

  /** The event types in the order of their declaration. */
  public Collection<EventShape> events() {
    return eventsByName.sequencedValues();
  }

  public Optional<EventShape> event(String durableName) {
    return Optional.ofNullable(eventsByName.get(durableName));
  }

  /** The shape of an event's class, or null when it is not of this family. */
  public @Nullable EventShape event(Class<?> type) {
    return eventsByClass.get(type);
  }

  @Nullable StateShape state(Class<?> type) {
    return statesByClass.get(type);
  }

  @Nullable StateShape state(String durableName) {
    return statesByName.get(durableName);
  }

  /** What stands for a state or superstate in the scope of a timer: by its durable name. */
  String scopeName(Class<?> states) {
    StateShape shape = statesByClass.get(states);
    return shape != null
        ? shape.name()
        : SUPERSTATE + definition.names().getOrDefault(states, states.getSimpleName());
  }

  /** A scope for people. */
  static String shown(String scopeName) {
    return scopeName.startsWith(SUPERSTATE) ? scopeName.substring(1) : scopeName;
  }

  /**
   * Whether a state is in the scope of that name; a scope that is gone from the code holds none.
   */
  boolean inScope(Object state, String scopeName) {
    Class<?> scope = scopesByName.get(scopeName);
    return scope != null && scope.isInstance(state);
  }

  RetryPolicy retry() {
    return definition.retry();
  }

  @SuppressWarnings("unchecked") // A definition binds behaviour and families of the same types.
  Machine<Object, Object> newBehaviour() {
    return (Machine<Object, Object>) definition.behaviour().get();
  }
}
