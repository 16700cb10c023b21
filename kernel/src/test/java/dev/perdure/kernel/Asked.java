package dev.perdure.kernel;

import dev.perdure.MachineRef;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A request of a client that repeats it until it is answered, and sometimes after. */
final class Asked {
  final String id;
  final MachineRef<?> to;
  final Object event;

  /** Whether the client waits for a reply, rather than for acceptance. */
  final boolean forReply;

  final long firstSentMillis;
  @Nullable Answer answer;

  Asked(String id, MachineRef<?> to, Object event, boolean forReply, long firstSentMillis) {
    this.id = id;
    this.to = to;
    this.event = event;
    this.forReply = forReply;
    this.firstSentMillis = firstSentMillis;
  }

  /** A client heard an answer: the same as before, if there was one. */
  void hear(Answer given) {
    Answer before = answer;
    Violation.check(
        before == null || same(before, given), "G2: %s answered %s, then %s", this, before, given);
    answer = given;
  }

  private static boolean same(Answer one, Answer other) {
    return (one instanceof Answer.Value(var a) && other instanceof Answer.Value(var b))
        ? Arrays.equals(a, b)
        : one.equals(other);
  }

  @Override
  public String toString() {
    return "request " + id + " to " + to + ": " + event;
  }
}
