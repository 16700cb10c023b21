package dev.perdure.node;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineType;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.Step;

/** Keeps numbered events waiting until it is opened; then checks that they come in order, once. */
public final class Turnstile implements Machine<Turnstile.State, Turnstile.Event> {
  static final MachineType<Event> TYPE = MachineType.of("turnstile", Event.class);

  private final Runnable kept;
  private final Runnable passed;

  private Turnstile(Runnable kept, Runnable passed) {
    this.kept = kept;
    this.passed = passed;
  }

  /**
   * @param kept run for every time that an event must wait
   * @param passed run for every event that came through, and for the opening
   */
  static Definition<State, Event> telling(Runnable kept, Runnable passed) {
    return Definition.of(TYPE, State.class, () -> new Turnstile(kept, passed));
  }

  public sealed interface Event {}

  public record Pass(long number) implements Event {}

  public record Unlock() implements Event {}

  public record Read(ReplyTo<Passed> to) implements Event, Query {}

  /** How many came through in their order, and how many out of it. */
  public record Passed(long inOrder, long wrong) {}

  sealed interface State {}

  record Locked() implements State {}

  record Open(long next, long wrong) implements State {}

  @Override
  public State initial() {
    return new Locked();
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (state) {
      case Locked locked ->
          switch (event) {
            case Pass _ -> {
              kept.run();
              yield step.defer(locked);
            }
            case Unlock _ -> {
              passed.run();
              yield new Open(0, 0);
            }
            case Read(var to) -> {
              step.reply(to, new Passed(0, 0));
              yield locked;
            }
          };
      case Open open ->
          switch (event) {
            case Pass(var number) -> {
              passed.run();
              yield number == open.next()
                  ? new Open(open.next() + 1, open.wrong())
                  : new Open(open.next(), open.wrong() + 1);
            }
            case Unlock _ -> step.reject(open, "it is open");
            case Read(var to) -> {
              step.reply(to, new Passed(open.next(), open.wrong()));
              yield open;
            }
          };
    };
  }
}
