package dev.perdure.testing.report;

import dev.perdure.testing.CommittedStep;
import dev.perdure.testing.Effect;
import dev.perdure.testing.Origin;
import dev.perdure.testing.RunListener.Reply;
import dev.perdure.testing.world.ValueText;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/** Words for what is in a history. */
final class Texts {
  /** The address inside a ReplyTo says nothing that is not elsewhere. */
  private static final Pattern ADDRESS = Pattern.compile("(, )?\\w+=ReplyTo\\[address=[^\\]]*\\]");

  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private Texts() {}

  /** An event, state or answer as people want to see it. */
  static String value(Object value) {
    return ADDRESS.matcher(ValueText.of(value)).replaceAll("").replace("[, ", "[");
  }

  /** The time since a run began, such as {@code 1.250 s}. */
  static String since(Instant at) {
    return "%.3f s".formatted(Duration.between(BEGIN, at).toMillis() / 1_000.0);
  }

  /** Who an event came from. */
  static String origin(Origin origin) {
    return switch (origin) {
      case Origin.Client(var id) -> id.isEmpty() ? "a query" : "request " + id;
      case Origin.Sender(var machine, var step) -> "%s in step %d".formatted(machine, step);
      case Origin.Timer(var name, var due) ->
          "its timer%s due at %s".formatted(name.isEmpty() ? "" : " " + name, since(due));
      case Origin.Answer(_, var by) ->
          by.map(machine -> "the answer of " + machine).orElse("the end of its call");
      case Origin.Operator _ -> "an operator";
    };
  }

  /** What a step did. */
  static String effect(Effect effect) {
    return switch (effect) {
      case Effect.Sent(var to, var event) -> "sends %s to %s".formatted(value(event), to);
      case Effect.Asked(_, var to, var patience, var event) ->
          "asks %s: %s, for at most %s".formatted(to, value(event), patience);
      case Effect.Called(_, var activity, var request) ->
          "calls %s with %s".formatted(activity.name(), value(request));
      case Effect.Cancelled(var id) -> "cancels call " + id.value();
      case Effect.Replied(_, var answer) -> "replies " + value(answer);
      case Effect.Refused(_, var reason) -> "refuses: " + reason;
      case Effect.TimerStarted(var timer) -> "starts " + value(timer);
      case Effect.TimerStopped(var event, var name) ->
          "stops timer %s %s".formatted(event.getSimpleName(), name);
      case Effect.MapPut(var map, var key, var value) ->
          "%s%s[%s] = %s".formatted(map.name(), map.part(), key, value(value));
      case Effect.MapRemoved(var map, var key) ->
          "%s%s[%s] removed".formatted(map.name(), map.part(), key);
      case Effect.MapCleared(var map) -> "%s%s emptied".formatted(map.name(), map.part());
      case Effect.QueueAdded(var queue, var value) ->
          "%s%s + %s".formatted(queue.name(), queue.part(), value(value));
      case Effect.QueuePolled(var queue) ->
          "%s%s: head taken".formatted(queue.name(), queue.part());
      case Effect.QueueCleared(var queue) -> "%s%s emptied".formatted(queue.name(), queue.part());
      case Effect.IdMade(var id) -> "is given id " + id;
      case Effect.ChanceGiven _ -> "is given chance";
      case Effect.Halted _ -> "halts";
    };
  }

  /** What became of the state. */
  static String change(CommittedStep step) {
    if (step.verdict() == CommittedStep.Verdict.HALTED) {
      return value(step.before()) + " -> halted";
    }
    return step.before().equals(step.after())
        ? value(step.after()) + " stays"
        : value(step.before()) + " -> " + value(step.after());
  }

  /** What a client heard. */
  static String reply(Reply reply) {
    return switch (reply) {
      case Reply.Accepted _ -> "accepted";
      case Reply.Value(var value) -> value(value);
      case Reply.Failure(var failure) ->
          failure.getClass().getSimpleName() + ": " + failure.getMessage();
    };
  }
}
