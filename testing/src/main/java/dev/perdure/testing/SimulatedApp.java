package dev.perdure.testing;

/**
 * A program that offers itself to be simulated, under a name: {@code perdure simulate NAME}. It is
 * found by {@link java.util.ServiceLoader}: a jar names its classes in {@code
 * META-INF/services/dev.perdure.testing.SimulatedApp}.
 */
public interface SimulatedApp {
  /** What the command line calls it: lower-case letters, digits and dashes. */
  String name();

  /** What is played and what must hold, in one line for people. */
  String description();

  /**
   * How large it is usually: how many machines, or whatever makes a scenario larger; at least 1.
   */
  int standardSize();

  /**
   * What is played. A smaller size is a smaller scenario of the same kind, in which a failure is
   * easier to understand.
   *
   * @param size 1 to {@link #standardSize()}, or more
   */
  Scenario scenario(int size);
}
