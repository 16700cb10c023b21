package dev.perdure.benchmarks.rsm;

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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Gathers what a handler sends and answers; the handlers of the workloads do no more than that. */
final class RsmStep implements Step<Object> {
  private final MachineRef<Object> self;
  private final List<Sent> sent = new ArrayList<>();
  private final List<Answered> answered = new ArrayList<>();

  /** An event for a machine. */
  record Sent(MachineRef<?> to, Object event) {}

  /** An answer for who is at an address. */
  record Answered(String address, Object answer) {}

  RsmStep(MachineRef<Object> self) {
    this.self = self;
  }

  List<Sent> sent() {
    return sent;
  }

  List<Answered> answered() {
    return answered;
  }

  @Override
  public MachineRef<Object> self() {
    return self;
  }

  @Override
  public <F> void send(MachineRef<? super F> to, F event) {
    sent.add(new Sent(to, event));
  }

  @Override
  public <R> void reply(ReplyTo<? super R> to, R answer) {
    answered.add(new Answered(to.address(), answer));
  }

  private static UnsupportedOperationException unsupported(String verb) {
    return new UnsupportedOperationException("no workload of the baseline uses " + verb);
  }

  @Override
  public Instant now() {
    throw unsupported("now");
  }

  @Override
  public RandomGenerator random() {
    throw unsupported("random");
  }

  @Override
  public String newId() {
    throw unsupported("newId");
  }

  @Override
  public System.Logger log() {
    throw unsupported("log");
  }

  @Override
  public <F> MachineRef<F> newRef(MachineType<F> type) {
    throw unsupported("newRef");
  }

  @Override
  public <F> MachineRef<F> newRef(MachineType<F> type, Placement placement) {
    throw unsupported("newRef");
  }

  @Override
  public void refuse(ReplyTo<?> to, String reason) {
    throw unsupported("refuse");
  }

  @Override
  public <F, R> CallId ask(
      MachineRef<F> to,
      Class<R> reply,
      Duration patience,
      Function<ReplyTo<R>, ? extends F> request,
      Function<Outcome<R>, ? extends Object> answer) {
    throw unsupported("ask");
  }

  @Override
  public <Q, R> CallId call(
      Activity<Q, R> activity, Q request, Function<Outcome<R>, ? extends Object> answer) {
    throw unsupported("call");
  }

  @Override
  public void cancel(CallId call) {
    throw unsupported("cancel");
  }

  @Override
  public void startTimer(DurableTimer<?> timer) {
    throw unsupported("startTimer");
  }

  @Override
  public void stopTimer(Class<?> event) {
    throw unsupported("stopTimer");
  }

  @Override
  public void stopTimer(Class<?> event, String name) {
    throw unsupported("stopTimer");
  }

  @Override
  public <K, V> DurableMap<K, V> map(MapKey<K, V> key) {
    throw unsupported("map");
  }

  @Override
  public <V> DurableQueue<V> queue(QueueKey<V> key) {
    throw unsupported("queue");
  }

  @Override
  public <S> S defer(S state) {
    throw unsupported("defer");
  }

  @Override
  public <S> S ignore(S state) {
    throw unsupported("ignore");
  }

  @Override
  public <S> S reject(S state, String reason) {
    throw unsupported("reject: " + reason);
  }

  @Override
  public <S> S halt(S state) {
    throw unsupported("halt");
  }
}
