package dev.perdure.testing.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.Definition;
import dev.perdure.DurableTimer;
import dev.perdure.Machine;
import dev.perdure.MachineType;
import dev.perdure.MapKey;
import dev.perdure.Outcome;
import dev.perdure.QueueKey;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.Simulator;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An ask that nobody can answer any more is found, wherever else one may be kept. */
class OpenAsksTest {
  private static final int SEEDS = 30;
  private static final MachineType<Asker.AskerEvent> ASKER =
      MachineType.of("asker", Asker.AskerEvent.class);
  private static final MachineType<Desk.DeskEvent> DESK =
      MachineType.of("desk", Desk.DeskEvent.class);

  /** What a desk does with a question that it does not answer at once. */
  enum Way {
    STATE,
    MAP,
    QUEUE,
    TIMER,
    PASSED_ON,
    OWN_ASK,
    DEFERRED,
    REFUSED,
    REJECTED,
    FORGOTTEN,
    FORGOTTEN_LATER,
    GONE_WITH_THE_MACHINE;

    boolean isFound() {
      return this == FORGOTTEN || this == FORGOTTEN_LATER || this == GONE_WITH_THE_MACHINE;
    }
  }

  static final class Asker implements Machine<Asker.Heard, Asker.AskerEvent> {
    sealed interface AskerEvent {}

    record Begin(Way way) implements AskerEvent {}

    record Answered(Outcome<Integer> outcome) implements AskerEvent {}

    record Heard(String what) {}

    @Override
    public Heard initial() {
      return new Heard("");
    }

    @Override
    public Heard on(Heard heard, AskerEvent event, Step<AskerEvent> step) {
      return switch (event) {
        case Begin(var way) -> {
          step.ask(
              DESK.ref("front"),
              Integer.class,
              Duration.ofMinutes(1),
              to -> new Desk.Question(way, to),
              Answered::new);
          yield heard;
        }
        case Answered(var outcome) -> new Heard(outcome.getClass().getSimpleName());
      };
    }
  }

  static final class Desk implements Machine<Desk.State, Desk.DeskEvent> {
    private static final MapKey<String, ReplyTo<Integer>> OPEN =
        MapKey.of("open", String.class, replyTo());
    private static final QueueKey<Kept> LINE = QueueKey.of("line", Kept.class);

    sealed interface DeskEvent {}

    record Question(Way way, ReplyTo<Integer> to) implements DeskEvent {}

    record Later(ReplyTo<Integer> to) implements DeskEvent {}

    record FromBack(ReplyTo<Integer> to, Outcome<Integer> outcome) implements DeskEvent {}

    record Close() implements DeskEvent {}

    record Kept(ReplyTo<Integer> to) {}

    record State(Optional<Kept> kept, int questions) {}

    @SuppressWarnings("unchecked") // The class of a generic type.
    private static Class<ReplyTo<Integer>> replyTo() {
      return (Class<ReplyTo<Integer>>) (Class<?>) ReplyTo.class;
    }

    @Override
    public State initial() {
      return new State(Optional.empty(), 0);
    }

    @Override
    public State on(State state, DeskEvent event, Step<DeskEvent> step) {
      return switch (event) {
        case Question(var way, var to) -> taken(state, way, to, step);
        case Later(var to) -> new State(Optional.of(new Kept(to)), state.questions());
        case FromBack(var to, var _) -> new State(Optional.of(new Kept(to)), state.questions());
        case Close() -> state.questions() < 0 ? step.halt(state) : new State(Optional.empty(), 0);
      };
    }

    private State taken(State state, Way way, ReplyTo<Integer> to, Step<DeskEvent> step) {
      State one = new State(state.kept(), state.questions() + 1);
      return switch (way) {
        case STATE, FORGOTTEN_LATER -> {
          if (way == Way.FORGOTTEN_LATER) {
            step.startTimer(DurableTimer.after(Duration.ofSeconds(1), new Close()));
          }
          yield new State(Optional.of(new Kept(to)), one.questions());
        }
        case GONE_WITH_THE_MACHINE -> {
          step.startTimer(DurableTimer.after(Duration.ofSeconds(1), new Close()));
          yield new State(Optional.of(new Kept(to)), -1);
        }
        case MAP -> {
          step.map(OPEN).put("only", to);
          yield one;
        }
        case QUEUE -> {
          step.queue(LINE).add(new Kept(to));
          yield one;
        }
        case TIMER -> {
          step.startTimer(DurableTimer.after(Duration.ofDays(36_000), new Later(to)));
          yield one;
        }
        case PASSED_ON -> {
          step.send(DESK.ref("back"), new Question(Way.STATE, to));
          yield one;
        }
        case OWN_ASK -> {
          step.ask(
              DESK.ref("back"),
              Integer.class,
              Duration.ofDays(30_000),
              back -> new Question(Way.STATE, back),
              outcome -> new FromBack(to, outcome));
          yield one;
        }
        case DEFERRED -> step.defer(state);
        case REFUSED -> {
          step.refuse(to, "no");
          yield one;
        }
        case REJECTED -> step.reject(state, "no");
        case FORGOTTEN -> one;
      };
    }
  }

  /** What a run of a program finds in which a desk does this with a question; empty for nothing. */
  private static String found(Way way, boolean byClient, long seed) {
    return Simulator.of(simulation -> play(simulation, way, byClient))
        .run(seed)
        .failure()
        .map(Throwable::getMessage)
        .orElse("");
  }

  private static void play(Simulation simulation, Way way, boolean byClient) {
    simulation.open(
        Definition.of(ASKER, Asker.Heard.class, Asker::new),
        Definition.of(DESK, Desk.State.class, Desk::new));
    var client = simulation.client("client");
    if (byClient) {
      var _ = client.ask(DESK.ref("front"), Integer.class, to -> new Desk.Question(way, to));
    } else {
      var _ = client.send(ASKER.ref("one"), new Asker.Begin(way));
    }
    simulation.run(Duration.ofHours(1));
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void anAskOfAMachineIsFoundWhereItIsForgotten(Way way) {
    for (long seed = 0; seed < SEEDS; seed++) {
      String found = found(way, false, seed);
      if (way.isFound()) {
        assertThat(found)
            .as("seed %d", seed)
            .startsWith("forgotten ask: asker/one asked Question")
            .contains("desk/front took it in step");
      } else {
        assertThat(found).as("seed %d", seed).isEmpty();
      }
    }
  }

  @Test
  void anAskOfAClientIsFoundToo() {
    assertThat(found(Way.FORGOTTEN, true, 1)).isNotEmpty();
    assertThat(found(Way.REFUSED, true, 1)).isEmpty();
  }
}
