package dev.perdure.testing;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Something that must come true again whenever it is not: <em>hot</em> while it is not,
 * <em>cold</em> while it is. It fails the run when it is hot and nothing is left to do; or, in
 * programs that never come to rest, when it stays hot for {@value #PATIENCE_STEPS} committed steps
 * in a row after the faults are over. When it is hot as the scenario ends, the run goes on without
 * faults until it was cold once, or one of the two has come. The idea, and the words, are those of
 * P#.
 *
 * <pre>{@code
 * Liveness goal = simulation.liveness("every pool reaches its goal");
 * simulation.watch(step -> {
 *   if (missing(step) > 0) goal.hot("some VMs are missing"); else goal.cold();
 * });
 * }</pre>
 */
public final class Liveness implements RunListener {
  /** How many fair steps it may be hot in a row. */
  public static final int PATIENCE_STEPS = 10_000;

  private final String name;
  private @Nullable String why;
  private boolean calm;
  private long hotSteps;
  private long colds;
  private long coldsBefore;

  Liveness(String name) {
    this.name = requireNonNull(name, "name");
  }

  /** It is not true now; being hot already, it goes on being hot. */
  public void hot(String reason) {
    why = requireNonNull(reason, "reason");
  }

  /** It is true now. */
  public void cold() {
    why = null;
    hotSteps = 0;
    colds++;
  }

  /** From here on it is asked whether it was cold once. */
  void begin() {
    coldsBefore = colds;
  }

  /** Whether it is hot, and was not cold since the beginning. */
  boolean isHotSinceBegin() {
    return why != null && colds == coldsBefore;
  }

  /** Whether it is hot. */
  public boolean isHot() {
    return why != null;
  }

  @Override
  public void committed(CommittedStep step) {
    if (calm && why != null && ++hotSteps > PATIENCE_STEPS) {
      throw new Violation(
          "%s: hot for %d fair steps in a row: %s".formatted(name, PATIENCE_STEPS, why));
    }
  }

  @Override
  public void struck(Fault fault, String where) {
    calm = false;
    hotSteps = 0;
  }

  @Override
  public void calm() {
    calm = true;
    hotSteps = 0;
  }

  @Override
  public void calmEnds() {
    calm = false;
    hotSteps = 0;
  }

  @Override
  public void atRest() {
    if (why != null) {
      throw new Violation("%s: hot, and nothing is left to do: %s".formatted(name, why));
    }
  }
}
