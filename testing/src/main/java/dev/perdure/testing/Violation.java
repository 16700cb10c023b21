package dev.perdure.testing;

import org.jspecify.annotations.Nullable;

/**
 * Something that must hold does not: a guarantee of Perdure, or a property of the program. Of the
 * kind of error that ends a virtual machine, so that no kernel takes it for the fault of a handler.
 */
public final class Violation extends VirtualMachineError {
  private static final long serialVersionUID = 1L;

  /** What does not hold, beginning with its name, such as {@code G2}. */
  public Violation(String message) {
    super(message);
  }

  /** What does not hold, and what showed it. */
  public Violation(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
