package dev.perdure.testing.coverage;

import dev.perdure.testing.CommittedStep.Verdict;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * What came of one pair.
 *
 * @param times how often it was stepped
 * @param verdicts how often the program did what with it, in the order of {@link Verdict}
 * @param next how often a step that was handled, or halted the machine, ended in which state, by
 *     durable name; {@value MachineCoverage#HALTED} for none
 */
public record Reached(
    long times, SequencedMap<Verdict, Long> verdicts, SequencedMap<String, Long> next) {
  /** Keeps copies. */
  public Reached {
    verdicts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(verdicts));
    next = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(next));
  }

  /** Whether the event was ever taken, and not only deferred, ignored or rejected. */
  public boolean isHandled() {
    return verdicts.keySet().stream()
        .anyMatch(
            verdict ->
                switch (verdict) {
                  case HANDLED, HALTED, QUERIED -> true;
                  case DEFERRED, IGNORED, REJECTED -> false;
                });
  }
}
