package dev.perdure.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.RequestId;
import dev.perdure.Step;
import dev.perdure.UnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events with which the process itself fails, as far as one can tell. */
@Timeout(180)
final class CulpritsTest {
  private static final MachineType<Event> TYPE = MachineType.of("hog", Event.class);
  private static final MachineRef<Event> ONE = TYPE.ref("one");
  private static final MachineRef<Event> HOG = TYPE.ref("hog");

  private final AtomicInteger bursts = new AtomicInteger();

  sealed interface Event {}

  record Add(long amount) implements Event {}

  record Feed(MachineRef<Event> hog) implements Event {}

  record Burst() implements Event {}

  record Read(ReplyTo<Long> to) implements Event, Query {}

  record Total(long total) {}

  private final class Hog implements Machine<Total, Event> {
    @Override
    public Total initial() {
      return new Total(0);
    }

    @Override
    public Total on(Total state, Event event, Step<Event> step) {
      return switch (event) {
        case Add(var amount) -> new Total(state.total() + amount);
        case Feed(var hog) -> {
          step.send(hog, new Burst());
          step.send(hog, new Add(1));
          yield state;
        }
        case Burst _ -> {
          bursts.incrementAndGet();
          throw new OutOfMemoryError("Requested array size exceeds VM limit");
        }
        case Read(var to) -> {
          step.reply(to, state.total());
          yield state;
        }
      };
    }
  }

  @Test
  void oneThatComesBackWithEveryOpeningIsParkedAndOthersGoOn() {
    try (Node node = new Ground(1).open(Definition.of(TYPE, Total.class, Hog::new))) {
      Eventually.send(node.client(), RequestId.of("r1"), ONE, new Feed(HOG));
      List<Operator.ParkedEvent> parked =
          Eventually.see("parked events", () -> parked(node), found -> !found.isEmpty());
      assertThat(parked).extracting(Operator.ParkedEvent::event).containsExactly("Burst");
      assertThat(parked.getFirst().reason()).contains("the process itself fails", "VM limit");
      assertThat(bursts).hasValue(RecentCulprits.TIMES);
      Eventually.send(node.client(), RequestId.of("r2"), ONE, new Add(10));
      assertThat(node.client().query(ONE, Long.class, Read::new).join()).isEqualTo(10);
      node.operator().skip(HOG).join();
      Eventually.see(
          "what waited behind it",
          () -> node.client().query(HOG, Long.class, Read::new).join(),
          total -> total == 1);
      assertThat(node.operator().statistics().outage()).isEmpty();
    }
  }

  /** Of a store that is open: it fails some times before that. */
  private static List<Operator.ParkedEvent> parked(Node node) {
    try {
      return node.operator().parked(Optional.empty(), 10).items();
    } catch (UnavailableException e) {
      return List.of();
    }
  }
}
