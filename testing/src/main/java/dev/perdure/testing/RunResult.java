package dev.perdure.testing;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param thrown what failed it; null when nothing did
 * @param turns how many turns the world had
 * @param steps how many steps became durable
 * @param struck how often each fault struck, in the order of {@link Fault}
 * @param choices what was decided; empty when it was not recorded
 * @param trace what happened; empty when it was not recorded
 */
public record RunResult(
    long seed,
    @Nullable Throwable thrown,
    long turns,
    long steps,
    List<Long> struck,
    List<Choice> choices,
    Trace trace) {

  /** Keeps copies. */
  public RunResult {
    struck = List.copyOf(struck);
    choices = List.copyOf(choices);
  }

  /** What failed it. */
  public Optional<Throwable> failure() {
    return Optional.ofNullable(thrown);
  }

  /** Whether nothing failed. */
  public boolean isOk() {
    return thrown == null;
  }

  /** How often one fault struck. */
  @SuppressWarnings("EnumOrdinal") // As the component says; nothing outlives the process.
  public long struck(Fault fault) {
    return struck.isEmpty() ? 0 : struck.get(fault.ordinal());
  }

  /** How often any fault struck. */
  public long faults() {
    return struck.stream().mapToLong(Long::longValue).sum();
  }
}
