package dev.perdure.testing.scenarios;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Outcome;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import java.time.Duration;
import java.util.List;

/** Asks the next of a line of machines, whoever asks it; the last one knows. It can be ended. */
final class Caller implements Machine<Caller.State, Caller.Event> {
  static final MachineType<Event> TYPE = MachineType.of("caller", Event.class);
  static final Definition<?, Event> DEFINITION = Definition.of(TYPE, State.class, Caller::new);

  private static final Duration LONG = Duration.ofDays(3_650);

  sealed interface Event {}

  record Ask(List<String> next, ReplyTo<String> to) implements Event {}

  record Heard(ReplyTo<String> asker, Outcome<String> answer) implements Event {}

  record End(ReplyTo<String> to) implements Event {}

  record State(int heard) {}

  @Override
  public State initial() {
    return new State(0);
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (event) {
      case Ask(var next, var to) when next.isEmpty() -> {
        step.reply(to, step.self().key());
        yield new State(state.heard() + 1);
      }
      case Ask(var next, var to) -> {
        MachineRef<Event> asked = TYPE.ref(next.getFirst());
        List<String> rest = List.copyOf(next.subList(1, next.size()));
        step.ask(
            asked,
            String.class,
            LONG,
            reply -> new Ask(rest, reply),
            answer -> new Heard(to, answer));
        yield state;
      }
      case Heard(var asker, Outcome.Done(var name)) -> {
        step.reply(asker, step.self().key() + name);
        yield state;
      }
      case Heard(var asker, Outcome.NotDone<String> no) -> {
        step.refuse(asker, no.reason());
        yield state;
      }
      case End(var to) -> {
        step.reply(to, "ended");
        yield step.halt(state);
      }
    };
  }
}
