package dev.perdure.testing;

import dev.perdure.Activity;
import dev.perdure.Definition;
import dev.perdure.DurableTimer;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.MapKey;
import dev.perdure.Outcome;
import dev.perdure.QueueKey;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import java.time.Duration;

/** Does a little of everything that a step can do. */
public final class Relay implements Machine<Relay.State, Relay.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("relay", Event.class);
  public static final Definition<?, Event> DEFINITION =
      Definition.of(TYPE, State.class, Relay::new);
  public static final Activity<String, String> ECHO =
      Activity.of("echo", String.class, String.class, Activity.Policy.standard());

  private static final MapKey<String, Long> SEEN = MapKey.of("seen", String.class, Long.class);
  private static final QueueKey<String> LOG = QueueKey.of("log", String.class);

  /** What it takes. */
  public sealed interface Event {}

  /** Begins; goes on with everything below. */
  public record Begin(ReplyTo<String> to) implements Event {}

  /** From another relay. */
  public record Hop(int left) implements Event {}

  /** Asks for the number of hops. */
  public record HowMany(ReplyTo<Integer> to) implements Event {}

  record Told(Outcome<Integer> hops) implements Event {}

  record Echoed(Outcome<String> text) implements Event {}

  record Tick() implements Event {}

  /** Ends it. */
  public record End() implements Event {}

  /** How many hops, and what was heard last. */
  public record State(int hops, String last) {}

  @Override
  public State initial() {
    return new State(0, "");
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (event) {
      case Begin(var to) -> {
        MachineRef<Event> fresh = step.create(TYPE, new Hop(2));
        step.ask(fresh, Integer.class, Duration.ofMinutes(1), HowMany::new, Told::new);
        step.call(ECHO, "hello " + step.random().nextInt(100), Echoed::new);
        step.startTimer(DurableTimer.after(Duration.ofSeconds(2), new Tick()));
        step.map(SEEN).put(fresh.key(), 1L);
        step.queue(LOG).add("begun");
        step.reply(to, step.newId());
        yield state;
      }
      case Hop(var left) -> {
        if (left > 0) {
          step.send(step.self(), new Hop(left - 1));
        }
        yield new State(state.hops() + 1, state.last());
      }
      case HowMany(var to) -> {
        if (state.hops() < 3) {
          yield step.defer(state);
        }
        step.reply(to, state.hops());
        step.send(step.self(), new End());
        yield state;
      }
      case Told(Outcome.Done(var hops)) -> new State(state.hops() + hops, state.last());
      case Told _ -> new State(state.hops(), "not told");
      case Echoed(Outcome.Done(var text)) -> {
        step.queue(LOG).add(text);
        yield new State(state.hops(), text);
      }
      case Echoed _ -> new State(state.hops(), "not echoed");
      case Tick() -> {
        long seen = 0;
        for (var entry : step.map(SEEN).entries()) {
          seen += entry.getValue();
        }
        yield new State(state.hops() + (int) seen, step.queue(LOG).poll().orElse(""));
      }
      case End() -> step.halt(state);
    };
  }

  /** Two relays that begin at once. */
  public static void play(Simulation simulation) {
    simulation.open(DEFINITION, ECHO.with((text, _) -> text));
    for (String name : new String[] {"one", "two"}) {
      var _ = simulation.client("client").ask(TYPE.ref(name), String.class, Begin::new);
    }
    simulation.run();
  }
}
