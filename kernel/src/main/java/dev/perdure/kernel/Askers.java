package dev.perdure.kernel;

import dev.perdure.MachineRef;
import dev.perdure.Outcome.Cause;
import dev.perdure.ReplyTo;
import dev.perdure.kernel.StepContext.AnswerGiven;
import dev.perdure.kernel.StepContext.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Tells whoever brought an event what became of it, in the record that says so. Used by the
 * partition alone.
 */
final class Askers {
  private final Requests requests;

  Askers(Requests requests) {
    this.requests = requests;
  }

  /** The answers that a step gave. */
  void answer(StepContext step) {
    for (AnswerGiven given : step.answers()) {
      requests.answer(given.to(), given.answer(), step.draft);
    }
  }

  /** The event comes to an end that its handler gave no answer for. */
  void refuse(TypedEvent event, Delivery delivery, Answer.No no, Draft draft) {
    Waiter asking = delivery.asking();
    if (asking != null) {
      draft.output(new Output.Complete(asking, no));
      return;
    }
    ReplyTo<?> to = replyTo(event);
    if (to != null) {
      requests.answer(to, no, draft);
    }
    accept(delivery, event.shape().hasReplyTo(), draft);
  }

  private static @Nullable ReplyTo<?> replyTo(TypedEvent event) {
    try {
      return event.shape().replyTo(event.event());
    } catch (IllegalStateException e) {
      return null; // Its accessor throws: nobody can tell whom to answer.
    }
  }

  /** As {@link #refuse}, unless the step has answered. */
  void refuseUnlessAnswered(
      TypedEvent event, Delivery delivery, Answer.No no, StepContext step, Draft draft) {
    ReplyTo<?> to = replyTo(event);
    if (to != null && !step.hasAnswered(to)) {
      refuse(event, delivery, no, draft);
    }
  }

  /** Whether the answer to an event goes to the request that brought it, and nowhere else. */
  static boolean isOwn(TypedEvent event, MachineRef<?> machine, String requestId) {
    ReplyTo<?> to = replyTo(event);
    return to == null
        || to.address().equals(new ReplyAddress.OfRequest(machine, requestId).toText());
  }

  /** The event is consumed, and the request that brought it with it. */
  void accept(Delivery delivery, boolean replies, Draft draft) {
    String requestId = delivery.requestId();
    if (delivery.waitingSeq() == 0 && !requestId.isEmpty()) {
      requests.accepted(requestId, replies, draft);
    }
  }

  /** A query's step is over. */
  void answerQuery(TypedEvent query, Delivery delivery, StepContext step, Draft draft) {
    if (step.answers().isEmpty()) {
      refuse(query, delivery, unanswered(query.shape(), step.verdict), draft);
    }
    Waiter asking = delivery.asking();
    for (AnswerGiven given : step.answers()) {
      if (given.to() instanceof ReplyAddress.OfQuery && asking != null) {
        draft.output(new Output.Complete(asking, given.answer()));
      } else {
        requests.answer(given.to(), given.answer(), draft);
      }
    }
  }

  private static Answer.No unanswered(EventShape query, Verdict verdict) {
    return switch (verdict) {
      case Verdict.Ignored _ -> new Answer.No(Cause.REFUSED, "ignored");
      case Verdict.Rejected(var reason) -> new Answer.No(Cause.REFUSED, reason);
      case Verdict.Handled _, Verdict.Deferred _ -> // A query that defers has failed before.
          new Answer.No(Cause.ERROR, query.name() + " was not answered");
    };
  }
}
