package dev.perdure.testing.world;

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
import dev.perdure.testing.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The kernel's step, with what the handler does through it written down. */
final class WatchedStep implements Step<Object> {
  private final World world;
  private final Step<Object> step;
  private final MachineRef<Object> self;
  private final Instant now;
  private final List<Effect> effects = new ArrayList<>(4);
  private boolean chanceGiven;

  @SuppressWarnings("unchecked") // Events pass through unseen.
  WatchedStep(World world, Step<?> step) {
    this.world = world;
    this.step = (Step<Object>) step;
    this.self = this.step.self();
    this.now = this.step.now();
  }

  /** This step, for a handler of any family. */
  @SuppressWarnings("unchecked")
  <E> Step<E> ofFamily() {
    return (Step<E>) this;
  }

  List<Effect> effects() {
    return effects;
  }

  private void did(Effect effect) {
    effects.add(effect);
  }

  @Override
  public MachineRef<Object> self() {
    return self;
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public RandomGenerator random() {
    RandomGenerator random = step.random();
    if (!chanceGiven) {
      chanceGiven = true;
      did(new Effect.ChanceGiven(world.lastEntropy()));
    }
    return random;
  }

  @Override
  public String newId() {
    String id = step.newId();
    did(new Effect.IdMade(id));
    return id;
  }

  @Override
  public System.Logger log() {
    return step.log();
  }

  @Override
  public <F> void send(MachineRef<? super F> to, F event) {
    step.send(to, event);
    did(new Effect.Sent(to, event));
  }

  @Override
  public <F> MachineRef<F> newRef(MachineType<F> type) {
    MachineRef<F> ref = step.newRef(type);
    did(new Effect.IdMade(ref.key()));
    return ref;
  }

  @Override
  public <F> MachineRef<F> newRef(MachineType<F> type, Placement placement) {
    MachineRef<F> ref = step.newRef(type, placement);
    did(new Effect.IdMade(ref.key()));
    return ref;
  }

  @Override
  public <R> void reply(ReplyTo<? super R> to, R answer) {
    step.reply(to, answer);
    did(new Effect.Replied(to, answer));
  }

  @Override
  public void refuse(ReplyTo<?> to, String reason) {
    step.refuse(to, reason);
    did(new Effect.Refused(to, reason));
  }

  @Override
  public <F, R> CallId ask(
      MachineRef<F> to,
      Class<R> reply,
      Duration patience,
      Function<ReplyTo<R>, ? extends F> request,
      Function<Outcome<R>, ? extends Object> answer) {
    @Nullable Object[] asked = new Object[1];
    CallId id =
        step.ask(
            to,
            reply,
            patience,
            back -> {
              F event = request.apply(back);
              asked[0] = event;
              return event;
            },
            answer);
    Object event = asked[0];
    if (event == null) {
      throw new IllegalStateException("an ask without an event");
    }
    did(new Effect.Asked(id, to, patience, event));
    return id;
  }

  @Override
  public <Q, R> CallId call(
      Activity<Q, R> activity, Q request, Function<Outcome<R>, ? extends Object> answer) {
    CallId id = step.call(activity, request, answer);
    did(new Effect.Called(id, activity, request));
    return id;
  }

  @Override
  public void cancel(CallId call) {
    step.cancel(call);
    did(new Effect.Cancelled(call));
  }

  @Override
  public void startTimer(DurableTimer<?> timer) {
    step.startTimer(timer);
    did(new Effect.TimerStarted(timer));
  }

  @Override
  public void stopTimer(Class<?> event) {
    stopTimer(event, "");
  }

  @Override
  public void stopTimer(Class<?> event, String name) {
    step.stopTimer(event, name);
    did(new Effect.TimerStopped(event, name));
  }

  @Override
  public <K, V> DurableMap<K, V> map(MapKey<K, V> key) {
    return new WatchedMap<>(key, step.map(key), effects);
  }

  @Override
  public <V> DurableQueue<V> queue(QueueKey<V> key) {
    return new WatchedQueue<>(key, step.queue(key), effects);
  }

  @Override
  public <S> S defer(S state) {
    return step.defer(state);
  }

  @Override
  public <S> S ignore(S state) {
    return step.ignore(state);
  }

  @Override
  public <S> S reject(S state, String reason) {
    return step.reject(state, reason);
  }

  @Override
  public <S> S halt(S state) {
    S last = step.halt(state);
    did(new Effect.Halted());
    return last;
  }
}
