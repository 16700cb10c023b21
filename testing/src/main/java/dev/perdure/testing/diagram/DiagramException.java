package dev.perdure.testing.diagram;

/** A diagram cannot be drawn; the message says why, and what to do. */
public final class DiagramException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DiagramException(String message) {
    super(message);
  }
}
