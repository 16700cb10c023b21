package dev.perdure.testing.check;

import dev.perdure.MachineRef;
import dev.perdure.kernel.RecordView;
import dev.perdure.testing.Effect;
import java.util.ArrayList;
import java.util.List;

/** What a record sends is what its step sent, no more and no less, in that order (G1, G8). */
final class Sends {
  private Sends() {}

  static void check(RecordView view, List<Effect> effects, Object who) {
    List<MachineRef<?>> wanted = new ArrayList<>();
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.Sent(var to, _) -> wanted.add(to);
        case Effect.Asked(_, var to, _, _) -> wanted.add(to);
        default -> {}
      }
    }
    List<MachineRef<?>> sent = new ArrayList<>();
    for (RecordView.Sent one : view.sent()) {
      if (!one.eventName().isEmpty()) {
        sent.add(one.to());
      }
    }
    Guarantee.holds(
        wanted.equals(sent),
        "G1, G8: the step of %s sent to %s, its record to %s",
        who,
        wanted,
        sent);
  }
}
