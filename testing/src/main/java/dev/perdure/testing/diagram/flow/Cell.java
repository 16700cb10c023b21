package dev.perdure.testing.diagram.flow;

import java.util.List;
import javax.lang.model.element.TypeElement;

/**
 * All that becomes of an event in a state.
 *
 * @param exits empty if the handler does nothing but throw
 */
public record Cell(TypeElement state, TypeElement event, List<Exit> exits) {
  /** Keeps a copy. */
  public Cell {
    exits = List.copyOf(exits);
  }
}
