package dev.perdure.testing.replay;

import dev.perdure.MachineRef;
import dev.perdure.Outcome;
import dev.perdure.ReplyTo;
import dev.perdure.testing.CommittedStep;
import dev.perdure.testing.world.SameValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the steps that were run again have sent and answered. */
final class Outbox {
  private final Map<Long, List<Sent>> bySender = new HashMap<>();
  private final Map<String, Outcome<?>> answers = new HashMap<>();

  private record Sent(MachineRef<?> to, Object event) {}

  void sent(CommittedStep by, MachineRef<?> to, Object event) {
    bySender.computeIfAbsent(by.number(), _ -> new ArrayList<>(2)).add(new Sent(to, event));
  }

  /** The events that were sent and that nobody has stepped. */
  Stream<Object> underWay() {
    return bySender.values().stream().flatMap(List::stream).map(Sent::event);
  }

  /** The first answer counts. */
  void answered(ReplyTo<?> to, Outcome<?> answer) {
    answers.putIfAbsent(to.address(), answer);
  }

  /** The answer that was given to an address, or null. */
  @Nullable Outcome<?> answer(String address) {
    return answers.get(address);
  }

  /** Whether the step with that number has sent the event, and nobody has stepped it yet. */
  boolean take(long step, MachineRef<?> to, Object event) {
    Iterator<Sent> sent = bySender.getOrDefault(step, List.of()).iterator();
    while (sent.hasNext()) {
      Sent one = sent.next();
      if (one.to.equals(to) && SameValue.same(one.event, event)) {
        sent.remove();
        return true;
      }
    }
    return false;
  }
}
