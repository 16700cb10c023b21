package dev.perdure;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.stream.Collectors;

/** The machine type is none of those that the node was opened with. */
public final class UnknownMachineTypeException extends MachineException {
  private static final long serialVersionUID = 1L;

  private final String type;

  /**
   * An unknown type.
   *
   * @param type the name that was asked for
   * @param known the names that there are
   */
  public UnknownMachineTypeException(String type, Collection<String> known) {
    super(
        "unknown machine type %s; open the node with its Definition, or use one of: %s"
            .formatted(
                Checks.shown(requireNonNull(type, "type")),
                known.stream().sorted().collect(Collectors.joining(", "))));
    this.type = type;
  }

  /** The name that was asked for. */
  public String type() {
    return type;
  }
}
