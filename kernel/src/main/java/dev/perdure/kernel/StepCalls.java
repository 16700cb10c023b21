package dev.perdure.kernel;

import static java.util.Objects.requireNonNull;

import dev.perdure.Activity;
import dev.perdure.CallId;
import dev.perdure.MachineRef;
import dev.perdure.Outcome;
import dev.perdure.ReplyTo;
import dev.perdure.kernel.Output.ActivityCall;
import dev.perdure.kernel.Templates.Template;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The asks and activity calls that one step makes and cancels. */
final class StepCalls {
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final StepServices services;
  private final ActiveMachine machine;
  private final MachineKind kind;
  private final Draft draft;
  private final long nowMillis;

  StepCalls(
      StepServices services, ActiveMachine machine, MachineKind kind, Draft draft, long nowMillis) {
    this.services = services;
    this.machine = machine;
    this.kind = kind;
    this.draft = draft;
    this.nowMillis = nowMillis;
  }

  <F, R> CallId ask(
      MachineRef<F> to,
      Class<R> reply,
      Duration patience,
      Function<ReplyTo<R>, ? extends F> request,
      Function<Outcome<R>, ?> answer) {
    if (!patience.isPositive() || patience.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "the patience of an ask must be more than zero and at most %d days: %s"
              .formatted(LONGEST.toDays(), patience));
    }
    String id = services.newId();
    Template template = services.templates().of(kind, machine.ref, reply, answer);
    long due = nowMillis + StepTimers.millis(patience);
    ReplyTo<R> back = new ReplyTo<>(new ReplyAddress.OfAsk(machine.ref, id).toText());
    Message.EventMessage message = services.message(to, asking(to, request.apply(back), back));
    var pending = new PendingCall("", new byte[0], due, template.shape().name(), template.bytes());
    draft.writes.put(Keys.call(Keys.ASK, machine.prefix, id), pending.toBytes());
    draft.addDue(Keys.due(due, machine.prefix, TimerId.patienceOf(id)));
    draft.send(to, message);
    return new CallId(id);
  }

  /** The event of an ask, if it is the one that the answer comes back for. */
  private Object asking(MachineRef<?> to, @Nullable Object event, ReplyTo<?> back) {
    requireNonNull(event, "the event of an ask");
    EventShape shape = services.shapeOf(services.program().kindOf(to), to, event);
    if (!back.equals(shape.replyTo(event))) {
      throw new IllegalArgumentException(
          "the request of an ask must carry the ReplyTo that it is given, and event %s does not"
              .formatted(shape.name()));
    }
    return event;
  }

  <Q, R> CallId call(Activity<Q, R> activity, Q request, Function<Outcome<R>, ?> answer) {
    requireNonNull(request, "the request of a call");
    if (services.program().activity(activity.name()).isEmpty()) {
      throw new IllegalStateException(
          "activity '%s' has no code in this node; open it with %s.with(...)"
              .formatted(activity.name(), activity.name()));
    }
    Template template = services.templates().of(kind, machine.ref, activity.result(), answer);
    byte[] bytes = services.encodeAs(activity.request(), request);
    services.checkSize("request of activity '" + activity.name() + "'", bytes);
    String id = services.newId();
    var pending =
        new PendingCall(activity.name(), bytes, 0, template.shape().name(), template.bytes());
    draft.writes.put(Keys.call(Keys.CALL, machine.prefix, id), pending.toBytes());
    var call = new ActivityCall(machine.ref, id, activity.name(), bytes, id, false);
    services.calls().started(call, draft);
    return new CallId(id);
  }

  /** Ends an ask or call; returns whether it was under way. */
  boolean cancel(CallId call) {
    boolean ended = false;
    byte[] ask = Keys.call(Keys.ASK, machine.prefix, call.value());
    byte[] pending = draft.writes.get(ask);
    if (pending != null) {
      draft.writes.delete(ask);
      TimerId patience = TimerId.patienceOf(call.value());
      draft.removeDue(Keys.due(PendingCall.read(pending).dueMillis(), machine.prefix, patience));
      ended = true;
    }
    byte[] activity = Keys.call(Keys.CALL, machine.prefix, call.value());
    if (draft.writes.get(activity) != null) {
      draft.writes.delete(activity);
      draft.calls.removeIf(made -> made.callId().equals(call.value()));
      ended = true;
    }
    return ended;
  }
}
