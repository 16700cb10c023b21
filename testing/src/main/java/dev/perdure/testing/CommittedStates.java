package dev.perdure.testing;

import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.testing.check.MachineModel;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The committed states of the machines of a run at one moment, in the order of their first events.
 * Machines that have halted, and those without a step that stood, are not in it.
 */
public final class CommittedStates {
  private final Map<MachineRef<?>, Object> states = new LinkedHashMap<>();

  CommittedStates(Collection<MachineModel> machines) {
    for (MachineModel machine : machines) {
      Object state = machine.state();
      if (state != null) {
        states.put(machine.ref(), state);
      }
    }
  }

  /** Those of one machine type. */
  public <S> Map<MachineRef<?>, S> of(MachineType<?> type, Class<S> family) {
    Map<MachineRef<?>, S> some = new LinkedHashMap<>();
    states.forEach(
        (ref, state) -> {
          if (ref.type().equals(type.name())) {
            some.put(ref, family.cast(state));
          }
        });
    return some;
  }

  /** All of them. */
  public Map<MachineRef<?>, Object> all() {
    return Collections.unmodifiableMap(states);
  }
}
