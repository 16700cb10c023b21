package dev.perdure.testing.check;

import dev.perdure.kernel.Answer;
import dev.perdure.kernel.RecordView;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Requests of clients: each is stepped once and has one answer (G2), and nobody hears an answer
 * before it is durable (G4).
 */
final class Asked {
  private final Set<String> taken = new LinkedHashSet<>();
  private final Map<String, RecordView.Remembered> remembered = new LinkedHashMap<>();

  /** A request came to its machine, or into its mailbox. */
  void taken(String id) {
    Guarantee.holds(taken.add(id), "G2: request %s is stepped a second time", id);
  }

  void remembered(RecordView view) {
    for (RecordView.Remembered one : view.remembered()) {
      RecordView.Remembered before = remembered.put(one.requestId(), one);
      Guarantee.holds(
          before == null || !before.answered() || same(before.answer(), one.answer()),
          "G2: request %s is answered %s, then %s",
          one.requestId(),
          before,
          one);
    }
  }

  /**
   * A client hears an answer.
   *
   * @param with the record that the answer goes out with
   * @param zombie whether another owner has, or will have, its store
   */
  void heard(String id, Answer answer, @Nullable Published with, boolean zombie) {
    if (!answer.lasting()) {
      return;
    }
    Guarantee.holds(
        with != null && with.isCommitted(),
        "%s: request %s is answered %s before that is durable",
        zombie ? "G4, G7" : "G4",
        id,
        answer);
    RecordView.Remembered known = remembered.get(id);
    if (id.isEmpty()) {
      return;
    }
    Guarantee.holds(
        known != null
            && (answer instanceof Answer.Accepted
                || (known.answered() && same(known.answer(), answer))),
        "G2, G4: request %s is answered %s, and %s is what was committed",
        id,
        answer,
        known);
  }

  static boolean same(Answer one, Answer other) {
    return (one instanceof Answer.Value(var a) && other instanceof Answer.Value(var b))
        ? Arrays.equals(a, b)
        : one.equals(other);
  }
}
