package dev.perdure.testing.diagram.flow;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.RecordComponentElement;

/**
 * The states that states keep, such as the one to resume later: what the handler puts into a
 * component in one step is what it finds there in another. Grows while the handler is run over and
 * over, until nothing is added.
 */
final class Components {
  private final Map<RecordComponentElement, Value> kept = new LinkedHashMap<>();
  private final Set<RecordComponentElement> read = new LinkedHashSet<>();
  private boolean guessing;
  private boolean grown;

  /** Adds to what a component may hold. */
  void put(RecordComponentElement component, Value value) {
    Value before = kept.getOrDefault(component, Value.NOTHING);
    Value after = before.or(value.plain());
    if (!after.equals(before)) {
      kept.put(component, after);
      grown = true;
    }
  }

  /**
   * What a component may hold.
   *
   * @param guess what it may hold by its type, which is the answer where nothing is ever put in
   */
  Value get(RecordComponentElement component, Value guess) {
    read.add(component);
    Value value = kept.getOrDefault(component, Value.NOTHING);
    return value.isNothing() && guessing ? guess : value;
  }

  /** Whether something was added since this was last asked. */
  boolean hasGrown() {
    boolean was = grown;
    grown = false;
    return was;
  }

  /**
   * From here on, components that nothing was put into are guessed.
   *
   * @return whether that changes anything
   */
  boolean beginGuessing() {
    if (guessing) return false;
    guessing = true;
    return read.stream().anyMatch(component -> !kept.containsKey(component));
  }
}
