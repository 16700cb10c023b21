package dev.perdure.kernel;

import dev.perdure.kernel.Message.Envelope;
import dev.perdure.kernel.WaitingEvent.Content;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way through a handler.
 *
 * @param envelope how it arrived; null when it waited in the stored mailbox
 * @param waitingSeq its place in the stored mailbox; 0 when it has just arrived
 * @param asking who waits for the answer of a query from outside
 */
record Delivery(
    Content content, @Nullable Envelope envelope, long waitingSeq, @Nullable Waiter asking) {

  /** What has just arrived. */
  static Delivery of(Envelope envelope) {
    Waiter asking = envelope.message() instanceof Message.Request request ? request.asking() : null;
    return new Delivery(content(envelope.message()), envelope, 0, asking);
  }

  /** What waited. */
  static Delivery of(WaitingEvent event) {
    return new Delivery(event.content(), null, event.seq(), null);
  }

  private static Content content(Message message) {
    return switch (message) {
      case Message.EventMessage(var name, var bytes, var event) ->
          new Content.Plain(name, bytes, "", event);
      case Message.Request request ->
          new Content.Plain(
              request.event().shape().name(), request.bytes(), request.id(), request.event());
      case Message.AskAnswered(var callId, var answer) -> new Content.Answered(callId, answer);
      case Message.CallAnswered(var callId, var answer) -> new Content.Answered(callId, answer);
      case Message.TimerFired(var timer, _) when timer.isPatience() ->
          new Content.Answered(timer.name(), new Answer.Unknown("no answer in time"));
      case Message.TimerFired(var timer, var due) -> new Content.Firing(timer, due);
      case Message.RequestAnswered answered ->
          throw new IllegalStateException("not for a machine: " + answered);
    };
  }

  /** What tells it from other events of its machine; the same whenever it is delivered again. */
  String mark() {
    if (waitingSeq > 0) {
      return "waiting " + waitingSeq;
    }
    return switch (content) {
      case Content.Plain(var name, _, _, _) when asking != null -> "query " + name;
      case Content.Plain(_, _, var requestId, _) when !requestId.isEmpty() ->
          "request " + requestId;
      case Content.Plain _ -> "message %d from %d".formatted(seq(), source());
      case Content.Firing(var timer, var due) ->
          "timer %s %s %d".formatted(timer.eventName(), timer.name(), due);
      case Content.Answered(var callId, _) -> "answer " + callId;
    };
  }

  private long seq() {
    return envelope == null ? 0 : envelope.seq();
  }

  private int source() {
    return envelope == null ? -1 : envelope.source();
  }

  /** The request from outside that brings the event; empty where none does. */
  String requestId() {
    return content instanceof Content.Plain(_, _, var requestId, _) ? requestId : "";
  }
}
