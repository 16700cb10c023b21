package dev.perdure.testing.replay;

import static java.util.Objects.requireNonNull;

import dev.perdure.Activity;
import dev.perdure.CallId;
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
import dev.perdure.testing.CommittedStep;
import dev.perdure.testing.CommittedStep.Verdict;
import dev.perdure.testing.Effect;
import dev.perdure.testing.plain.PlainMap;
import dev.perdure.testing.plain.PlainQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The {@link Step} of a committed step that is run again. */
final class ReplayStep implements Step<Object> {
  private final CommittedStep committed;
  private final ReplayedMachine machine;
  private final Outbox outbox;
  private final OpenAsks asks;
  private final Effects effects;
  private @Nullable RandomGenerator random;
  private Verdict verdict = Verdict.HANDLED;

  ReplayStep(CommittedStep committed, ReplayedMachine machine, Outbox outbox, OpenAsks asks) {
    this.committed = committed;
    this.machine = machine;
    this.outbox = outbox;
    this.asks = asks;
    this.effects = new Effects(committed);
  }

  Effects effects() {
    return effects;
  }

  /** What the handler made of its event. */
  Verdict verdict() {
    return verdict;
  }

  @Override
  @SuppressWarnings("unchecked") // A machine's ref is of its own event family.
  public MachineRef<Object> self() {
    return (MachineRef<Object>) committed.machine();
  }

  @Override
  public Instant now() {
    return committed.now();
  }

  @Override
  public RandomGenerator random() {
    RandomGenerator mine = random;
    if (mine == null) {
      mine = new SplittableRandom(effects.take(Effect.ChanceGiven.class).seed());
      random = mine;
    }
    return mine;
  }

  @Override
  public String newId() {
    return effects.take(Effect.IdMade.class).id();
  }

  @Override
  public System.Logger log() {
    return System.getLogger("perdure.machine." + committed.machine().type());
  }

  @Override
  public <F> void send(MachineRef<? super F> to, F event) {
    effects.add(new Effect.Sent(to, event));
    outbox.sent(committed, to, event);
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
    effects.add(new Effect.Replied(to, answer));
    outbox.answered(to, new Outcome.Done<>(requireNonNull(answer)));
    asks.over(to.address());
  }

  @Override
  public void refuse(ReplyTo<?> to, String reason) {
    effects.add(new Effect.Refused(to, reason));
    asks.over(to.address());
  }

  @Override
  public <F, R> CallId ask(
      MachineRef<F> to,
      Class<R> reply,
      Duration patience,
      Function<ReplyTo<R>, ? extends F> request,
      Function<Outcome<R>, ? extends Object> answer) {
    Effect.Asked asked = effects.take(Effect.Asked.class);
    String address = new ReplyAddress.OfAsk(committed.machine(), asked.id().value()).toText();
    F event = requireNonNull(request.apply(new ReplyTo<>(address)));
    effects.same(new Effect.Asked(asked.id(), to, patience, event), asked);
    outbox.sent(committed, to, event);
    machine.calls.put(asked.id(), new ReplayedMachine.Call(answer, address));
    asks.asked(address, committed, event);
    return asked.id();
  }

  @Override
  public <Q, R> CallId call(
      Activity<Q, R> activity, Q request, Function<Outcome<R>, ? extends Object> answer) {
    Effect.Called called = effects.take(Effect.Called.class);
    effects.same(new Effect.Called(called.id(), activity, request), called);
    machine.calls.put(called.id(), new ReplayedMachine.Call(answer, ""));
    return called.id();
  }

  @Override
  public void cancel(CallId call) {
    effects.add(new Effect.Cancelled(call));
    ReplayedMachine.Call cancelled = machine.calls.remove(call);
    if (cancelled != null) {
      asks.over(cancelled.address());
    }
  }

  @Override
  public void startTimer(DurableTimer<?> timer) {
    effects.add(new Effect.TimerStarted(timer));
    machine.start(timer);
  }

  @Override
  public void stopTimer(Class<?> event) {
    stopTimer(event, "");
  }

  @Override
  public void stopTimer(Class<?> event, String name) {
    effects.add(new Effect.TimerStopped(event, name));
    machine.stop(event, name);
  }

  @Override
  public <K, V> DurableMap<K, V> map(MapKey<K, V> key) {
    return PlainMap.in(machine.maps, key, effects);
  }

  @Override
  public <V> DurableQueue<V> queue(QueueKey<V> key) {
    return PlainQueue.in(machine.queues, key, effects);
  }

  @Override
  public <S> S defer(S state) {
    verdict = Verdict.DEFERRED;
    return state;
  }

  @Override
  public <S> S ignore(S state) {
    verdict = Verdict.IGNORED;
    return state;
  }

  @Override
  public <S> S reject(S state, String reason) {
    verdict = Verdict.REJECTED;
    return state;
  }

  @Override
  public <S> S halt(S state) {
    effects.add(new Effect.Halted());
    verdict = Verdict.HALTED;
    return state;
  }
}
