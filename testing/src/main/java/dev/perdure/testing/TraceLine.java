package dev.perdure.testing;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * One thing that happened in a run.
 *
 * @param turn the turn of the world in which it happened, from 1
 * @param depth how many tasks were interrupted by it
 * @param actor who did it, such as {@code node 1 of store 0}
 * @param details by name, in order
 */
public record TraceLine(
    long turn,
    int depth,
    Instant at,
    Kind kind,
    String actor,
    SequencedMap<String, String> details) {

  /** What kind of thing. */
  public enum Kind {
    /** A task began: what the schedule picked. */
    TASK,
    /** A fault struck. */
    FAULT,
    /** A node was opened, or died. */
    NODE,
    /** A client brought a request. */
    REQUEST,
    /** A client heard an answer. */
    REPLY,
    /** A handler threw. */
    FAILURE,
    /** A group became durable. */
    COMMIT,
    /** A step became durable. */
    STEP,
    /** An event was parked. */
    PARKED,
    /** An operator did something. */
    OPERATOR,
    /** An activity ran. */
    ACTIVITY,
    /** Faults are over, or all is at rest. */
    PHASE
  }

  /** Keeps a copy of the details. */
  public TraceLine {
    details = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(details));
  }

  /** A line of text. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("%6d  %-24s  ".formatted(turn, at));
    text.append("  ".repeat(depth)).append(actor).append("  ");
    text.append(kind.name().toLowerCase(java.util.Locale.ROOT));
    for (Map.Entry<String, String> detail : details.entrySet()) {
      text.append("  ").append(detail.getKey()).append(": ").append(detail.getValue());
    }
    return text.toString();
  }
}
