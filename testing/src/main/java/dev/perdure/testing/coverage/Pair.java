package dev.perdure.testing.coverage;

/** A class of states and a class of events of one machine type. */
public record Pair(Class<?> state, Class<?> event) {
  @Override
  public String toString() {
    return state.getSimpleName() + " x " + event.getSimpleName();
  }
}
