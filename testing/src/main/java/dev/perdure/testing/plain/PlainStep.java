package dev.perdure.testing.plain;

import static java.util.Objects.requireNonNull;

import dev.perdure.Activity;
import dev.perdure.CallId;
import dev.perdure.Definition;
import dev.perdure.DurableMap;
import dev.perdure.DurableQueue;
import dev.perdure.DurableTimer;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.MapKey;
import dev.perdure.Outcome;
import dev.perdure.Placement;
import dev.perdure.QueueKey;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import dev.perdure.kernel.ReplyAddress;
import dev.perdure.testing.CommittedStep.Verdict;
import dev.perdure.testing.Effect;
import dev.perdure.testing.plain.PlainMachine.Running;
import dev.perdure.testing.plain.PlainMachine.TimerKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** A step that does at once what it is told, on a machine in memory, and keeps the rules. */
@SuppressWarnings("ReferenceEquality") // The very state is asked for, not an equal one.
public final class PlainStep implements Step<Object>, EffectSink {
  private final Definition<?, ?> definition;
  private final MachineRef<?> self;
  private final Object given;
  private final boolean query;
  private final Instant now;
  private final Ids ids;
  private final PlainMachine machine;
  private final List<Effect> effects = new ArrayList<>();
  private final Set<String> answered = new LinkedHashSet<>();
  private Verdict verdict = Verdict.HANDLED;
  private Object haltedWith;
  private boolean open = true;

  /** Where ids and chance come from. */
  public interface Ids {
    /** A fresh id. */
    String next();

    /** The chance of a step. */
    RandomGenerator random();
  }

  /** A step of a machine; it changes {@code machine}, which the caller drops when it fails. */
  public PlainStep(
      Definition<?, ?> definition,
      MachineRef<?> self,
      Object given,
      boolean query,
      Instant now,
      Ids ids,
      PlainMachine machine) {
    this.definition = definition;
    this.self = self;
    this.given = given;
    this.haltedWith = given;
    this.query = query;
    this.now = now;
    this.ids = ids;
    this.machine = machine;
  }

  public List<Effect> effects() {
    return effects;
  }

  public Verdict verdict() {
    return verdict;
  }

  /**
   * The handler has returned this.
   *
   * @throws IllegalStateException when the step breaks a rule
   */
  public void end(Object next) {
    open = false;
    if (next == null) {
      throw new IllegalStateException("the handler returned null instead of the next state");
    }
    if (!definition.states().isInstance(next)) {
      throw new IllegalStateException(
          "the handler returned a %s, which is no state of machine type '%s'"
              .formatted(next.getClass().getTypeName(), definition.type().name()));
    }
    if (verdict == Verdict.HALTED && next != haltedWith) {
      throw new IllegalStateException(
          "a step that halts must return the state that halt(...) returned, not another");
    }
    boolean verdictOnly = verdict != Verdict.HANDLED && verdict != Verdict.HALTED;
    if (verdictOnly && (next != given || !effects.isEmpty())) {
      throw new IllegalStateException(
          "defer, ignore and reject must be all that a step does, and return the state it was"
              + " given");
    }
    if (query && !next.equals(given)) {
      throw new IllegalStateException("a query must not change the state");
    }
    for (Running running : machine.timers.values()) {
      boolean fresh = effects.contains(new Effect.TimerStarted(running.timer()));
      running
          .timer()
          .scope()
          .filter(scope -> fresh && !scope.isInstance(next))
          .ifPresent(
              scope -> {
                throw new IllegalStateException(
                    "timer %s was started whileIn(%s), and the step ends in %s"
                        .formatted(
                            running.timer().event(),
                            scope.getSimpleName(),
                            next.getClass().getSimpleName()));
              });
    }
    machine.become(next);
  }

  @Override
  public void add(Effect effect) {
    if (query && !(effect instanceof Effect.Replied) && !(effect instanceof Effect.Refused)) {
      throw new IllegalStateException("a query may only reply or refuse, not " + effect);
    }
    if (verdict != Verdict.HANDLED) {
      throw new IllegalStateException(
          effect + " after " + verdict + ", which must be the last that a step does");
    }
    effects.add(effect);
  }

  @Override
  public void addIdle(Effect effect) {
    if (query) {
      throw new IllegalStateException("a query may only reply or refuse, not " + effect);
    }
  }

  private void checkOpen() {
    if (!open) {
      throw new IllegalStateException(
          "this step is over: a Step may only be used while the handler runs that it was given to");
    }
  }

  private void act(Effect effect) {
    checkOpen();
    add(effect);
  }

  @Override
  @SuppressWarnings("unchecked") // A machine's ref is of its own event family.
  public MachineRef<Object> self() {
    checkOpen();
    return (MachineRef<Object>) self;
  }

  @Override
  public Instant now() {
    checkOpen();
    return now;
  }

  @Override
  public RandomGenerator random() {
    checkOpen();
    return ids.random();
  }

  @Override
  public String newId() {
    checkOpen();
    return ids.next();
  }

  @Override
  public System.Logger log() {
    checkOpen();
    return System.getLogger("perdure.machine." + self.type());
  }

  @Override
  public <F> void send(MachineRef<? super F> to, F event) {
    act(new Effect.Sent(requireNonNull(to, "to"), requireNonNull(event, "event")));
  }

  @Override
  public <F> MachineRef<F> newRef(MachineType<F> type) {
    return type.ref(newId());
  }

  @Override
  public <F> MachineRef<F> newRef(MachineType<F> type, Placement placement) {
    return type.ref(placement, newId());
  }

  @Override
  public <R> void reply(ReplyTo<? super R> to, R answer) {
    act(new Effect.Replied(to, requireNonNull(answer, "an answer")));
    checkFirst(to);
  }

  @Override
  public void refuse(ReplyTo<?> to, String reason) {
    act(new Effect.Refused(to, requireNonNull(reason, "a reason")));
    checkFirst(to);
  }

  private void checkFirst(ReplyTo<?> to) {
    if (!answered.add(to.address())) {
      throw new IllegalStateException(
          "two answers to one ReplyTo in one step; only one can count: " + to.address());
    }
  }

  @Override
  public <F, R> CallId ask(
      MachineRef<F> to,
      Class<R> reply,
      Duration patience,
      Function<ReplyTo<R>, ? extends F> request,
      Function<Outcome<R>, ? extends Object> answer) {
    checkOpen();
    CallId id = new CallId(ids.next());
    ReplyTo<R> back = new ReplyTo<>(new ReplyAddress.OfAsk(self, id.value()).toText());
    F event = requireNonNull(request.apply(back), "the event of an ask");
    act(new Effect.Asked(id, to, patience, event));
    machine.calls.put(id, Answers.checked(definition, answer));
    return id;
  }

  @Override
  public <Q, R> CallId call(
      Activity<Q, R> activity, Q request, Function<Outcome<R>, ? extends Object> answer) {
    checkOpen();
    CallId id = new CallId(ids.next());
    act(new Effect.Called(id, activity, requireNonNull(request, "the request of a call")));
    machine.calls.put(id, Answers.checked(definition, answer));
    return id;
  }

  @Override
  public void cancel(CallId call) {
    checkOpen();
    if (machine.calls.containsKey(call)) {
      act(new Effect.Cancelled(call));
      machine.calls.remove(call);
    }
  }

  @Override
  public void startTimer(DurableTimer<?> timer) {
    act(new Effect.TimerStarted(timer));
    machine.timers.put(
        new TimerKey(timer.event().getClass(), timer.name()),
        new Running(timer, now.plus(timer.delay())));
  }

  @Override
  public void stopTimer(Class<?> event) {
    stopTimer(event, "");
  }

  @Override
  public void stopTimer(Class<?> event, String name) {
    checkOpen();
    TimerKey key = new TimerKey(event, name);
    if (machine.timers.containsKey(key)) {
      act(new Effect.TimerStopped(event, name));
      machine.timers.remove(key);
    }
  }

  @Override
  public <K, V> DurableMap<K, V> map(MapKey<K, V> key) {
    checkOpen();
    return PlainMap.in(machine.maps, key, this);
  }

  @Override
  public <V> DurableQueue<V> queue(QueueKey<V> key) {
    checkOpen();
    return PlainQueue.in(machine.queues, key, this);
  }

  @Override
  public <S> S defer(S state) {
    if (query) {
      throw new IllegalStateException("a query may only reply or refuse, not defer");
    }
    return decide(state, Verdict.DEFERRED);
  }

  @Override
  public <S> S ignore(S state) {
    return decide(state, Verdict.IGNORED);
  }

  @Override
  public <S> S reject(S state, String reason) {
    requireNonNull(reason, "a reason");
    return decide(state, Verdict.REJECTED);
  }

  private <S> S decide(S state, Verdict decided) {
    checkOpen();
    if (!effects.isEmpty() || verdict != Verdict.HANDLED) {
      throw new IllegalStateException(
          decided + " must be all that a step does, and this step did something before");
    }
    if (state != given) {
      throw new IllegalStateException(
          decided + " must get the very state that the step began with");
    }
    verdict = decided;
    return state;
  }

  @Override
  public <S> S halt(S state) {
    act(new Effect.Halted());
    verdict = Verdict.HALTED;
    haltedWith = requireNonNull(state, "the state of a halt");
    return state;
  }
}
