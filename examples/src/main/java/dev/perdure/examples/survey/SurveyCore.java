package dev.perdure.examples.survey;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.MapKey;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import java.time.Duration;
import java.util.Optional;

/** The heart of the service: it knows the subscribers, opens surveys, and hands results on. */
public final class SurveyCore implements Machine<SurveyCore.State, SurveyCore.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("survey-core", Event.class);
  public static final Definition<?, Event> DEFINITION =
      Definition.of(TYPE, State.class, SurveyCore::new);

  /** The one core. */
  public static final MachineRef<Event> MAIN = TYPE.ref("main");

  /** What the core can be told. */
  public sealed interface Event {}

  /** Be a subscriber; answered with the subscriber's number, which it keeps while it is one. */
  public record Register(MachineRef<Subscriber.Event> who, ReplyTo<Long> to) implements Event {}

  /** Be a subscriber no more. What its open surveys report is dropped. */
  public record Unregister(MachineRef<Subscriber.Event> who) implements Event {}

  /** Open a survey for a while; refused for who is no subscriber. */
  public record CreateSurvey(long subscriber, Duration open, ReplyTo<Opened> to) implements Event {
    /** Checks the time. */
    public CreateSurvey {
      Survey.checkTime(open);
    }
  }

  /** How many subscribers and open surveys are there? */
  public record Look(ReplyTo<Counts> to) implements Event, Query {}

  /** A survey closed. */
  record Completed(Result result) implements Event {}

  /** A survey that takes votes from now on, and the machine to send them to. */
  public record Opened(long survey, MachineRef<Survey.Event> machine) {}

  /** How many there are. */
  public record Counts(long subscribers, long openSurveys) {}

  record State(long subscribers, long surveys) {}

  static final MapKey<Long, MachineRef<Subscriber.Event>> SUBSCRIBERS =
      MapKey.of("subscribers", Long.class, MachineRef.class);
  private static final MapKey<MachineRef<Subscriber.Event>, Long> NUMBERS =
      MapKey.of("numbers", MachineRef.class, Long.class);
  static final MapKey<Long, Long> OWNERS = MapKey.of("owners", Long.class, Long.class);

  @Override
  public State initial() {
    return new State(0, 0);
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (event) {
      case Register(var who, var to) -> {
        Optional<Long> before = step.map(NUMBERS).get(who);
        if (before.isPresent()) {
          step.reply(to, before.get());
          yield state;
        }
        long subscriber = state.subscribers() + 1;
        step.map(SUBSCRIBERS).put(subscriber, who);
        step.map(NUMBERS).put(who, subscriber);
        step.reply(to, subscriber);
        yield new State(subscriber, state.surveys());
      }
      case Unregister(var who) -> {
        step.map(NUMBERS).remove(who).ifPresent(number -> step.map(SUBSCRIBERS).remove(number));
        yield state;
      }
      case CreateSurvey(var subscriber, var open, var to) -> {
        if (!step.map(SUBSCRIBERS).contains(subscriber)) {
          yield step.reject(state, "no subscriber has the number " + subscriber);
        }
        long survey = state.surveys() + 1;
        step.map(OWNERS).put(survey, subscriber);
        step.reply(
            to,
            new Opened(
                survey, step.create(Survey.TYPE, new Survey.Open(survey, step.self(), open))));
        yield new State(state.subscribers(), survey);
      }
      case Completed(var result) -> {
        Optional<Long> owner = step.map(OWNERS).remove(result.survey());
        owner
            .flatMap(subscriber -> step.map(SUBSCRIBERS).get(subscriber))
            .ifPresent(who -> step.send(who, new Subscriber.Results(result)));
        yield state;
      }
      case Look(var to) -> {
        step.reply(to, new Counts(step.map(SUBSCRIBERS).size(), step.map(OWNERS).size()));
        yield state;
      }
    };
  }
}
