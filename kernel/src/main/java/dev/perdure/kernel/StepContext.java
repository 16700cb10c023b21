package dev.perdure.kernel;

import static java.util.Objects.requireNonNull;

import dev.perdure.Activity;
import dev.perdure.BadPlacementException;
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
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Step} given to a handler: gathers its effects in a {@link Draft}, and checks each
 * where it happens. Nothing of it is applied before the handler has returned and the whole is
 * checked.
 */
final class StepContext implements Step<Object> {
  private static final int MAX_REASON = 2_000;
  private static final long UNREAD = Long.MIN_VALUE;
  private static final Verdict HANDLED = new Verdict.Handled();

  private final StepServices services;
  private final ActiveMachine machine;
  private final MachineKind kind;
  private final Object given;
  private final String requestId;
  private final boolean query;

  /** Read at the first use: most steps have none. */
  private long nowMillis = UNREAD;

  final Draft draft;

  /** Begun at the first use: most steps have none. */
  private @Nullable StepCollections collections;

  private @Nullable StepTimers timers;
  private @Nullable StepCalls calls;

  /** By address: the answers given. Made at the first one: many steps have none. */
  private Map<String, AnswerGiven> answers = Map.of();

  Verdict verdict = HANDLED;
  boolean halted;
  private @Nullable Object haltedWith;
  private boolean open = true;

  /** The one that the handler runs on. */
  private final Object thread = CallingThread.now();

  private boolean acted;

  /** The draft's writes before the handler began: the consumption of its event. */
  private final int writesBefore;

  private @Nullable RandomGenerator random;

  /** An answer with where it goes. */
  record AnswerGiven(ReplyAddress to, Answer answer) {}

  /** What a step does with its event. */
  sealed interface Verdict {
    record Handled() implements Verdict {}

    record Deferred() implements Verdict {}

    record Ignored() implements Verdict {}

    record Rejected(String reason) implements Verdict {}
  }

  StepContext(
      StepServices services,
      ActiveMachine machine,
      MachineKind kind,
      Object given,
      Draft draft,
      String requestId,
      EventShape event) {
    this.services = services;
    this.machine = machine;
    this.kind = kind;
    this.given = given;
    this.draft = draft;
    this.requestId = requestId;
    this.query = event.isQuery();
    this.writesBefore = draft.writes.size();
  }

  /** The handler has returned or thrown. */
  void close() {
    open = false;
  }

  /** What the step did to the caches of the machine's collections stands, or leaves no trace. */
  void settle(boolean committed) {
    StepCollections mine = collections;
    if (mine == null) {
      return;
    }
    if (committed) {
      mine.committed();
    } else {
      mine.rolledBack();
    }
  }

  /** The answers given, in their order. */
  Collection<AnswerGiven> answers() {
    return answers.values();
  }

  boolean hasAnswered(ReplyTo<?> to) {
    return answers.containsKey(to.address());
  }

  /** Whether the step did anything besides its verdict. */
  boolean hasEffects() {
    return acted || halted || !answers.isEmpty();
  }

  @Override
  @SuppressWarnings("unchecked") // A machine's ref is of its own event family.
  public MachineRef<Object> self() {
    checkOpen();
    return (MachineRef<Object>) machine.ref;
  }

  @Override
  public Instant now() {
    checkOpen();
    return Instant.ofEpochMilli(nowMillis());
  }

  private long nowMillis() {
    if (nowMillis == UNREAD) {
      nowMillis = services.clock().nowMillis();
    }
    return nowMillis;
  }

  @Override
  public RandomGenerator random() {
    checkOpen();
    RandomGenerator mine = random;
    if (mine == null) {
      mine = new SplittableRandom(services.entropy().nextLong());
      random = mine;
    }
    return mine;
  }

  @Override
  public String newId() {
    checkOpen();
    return services.newId();
  }

  @Override
  public System.Logger log() {
    checkOpen();
    return System.getLogger("perdure.machine." + kind.name());
  }

  @Override
  public <F> void send(MachineRef<? super F> to, F event) {
    checkMayAct("send");
    draft.send(to, services.message(to, event));
    acted = true;
  }

  @Override
  public <F> MachineRef<F> newRef(MachineType<F> type) {
    checkOpen();
    return checkedRef(type.ref(services.newId()));
  }

  @Override
  public <F> MachineRef<F> newRef(MachineType<F> type, Placement placement) {
    checkOpen();
    return checkedRef(type.ref(placement, services.newId()));
  }

  private <F> MachineRef<F> checkedRef(MachineRef<F> ref) throws BadPlacementException {
    services.program().kindOf(ref);
    return ref;
  }

  @Override
  public <R> void reply(ReplyTo<? super R> to, R answer) {
    requireNonNull(answer, "an answer");
    give(to, new Answer.Value(services.encodeReply(answer)));
  }

  @Override
  public void refuse(ReplyTo<?> to, String reason) {
    give(to, new Answer.No(Outcome.Cause.REFUSED, shortened(requireNonNull(reason, "a reason"))));
  }

  private void give(ReplyTo<?> to, Answer answer) {
    checkOpen();
    requireNonNull(to, "the ReplyTo of an answer");
    checkNoVerdict("reply or refuse");
    var ownRequest = new ReplyAddress.OfRequest(machine.ref, requestId);
    ReplyAddress address = ReplyAddress.parse(to.address(), ownRequest);
    if (!Identity.same(address.machine(), machine.ref)) {
      services.program().kindOf(address.machine());
    }
    var given = new AnswerGiven(address, answer);
    if (answers.isEmpty()) {
      answers = Collections.singletonMap(to.address(), given);
      return;
    }
    if (answers.size() == 1) {
      answers = new LinkedHashMap<>(answers);
    }
    if (answers.putIfAbsent(to.address(), given) != null) {
      throw new IllegalStateException(
          "two answers to one ReplyTo in one step; only one can count: " + to.address());
    }
  }

  private static String shortened(String reason) {
    return reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON) + "...";
  }

  @Override
  public <F, R> CallId ask(
      MachineRef<F> to,
      Class<R> reply,
      Duration patience,
      Function<ReplyTo<R>, ? extends F> request,
      Function<Outcome<R>, ? extends Object> answer) {
    checkMayAct("ask");
    CallId asked = calls().ask(to, reply, patience, request, answer);
    acted = true;
    return asked;
  }

  private StepCalls calls() {
    StepCalls mine = calls;
    if (mine == null) {
      mine = new StepCalls(services, machine, kind, draft, nowMillis());
      calls = mine;
    }
    return mine;
  }

  @Override
  public <Q, R> CallId call(
      Activity<Q, R> activity, Q request, Function<Outcome<R>, ? extends Object> answer) {
    checkMayAct("call");
    CallId called = calls().call(activity, request, answer);
    acted = true;
    return called;
  }

  @Override
  public void cancel(CallId call) {
    checkMayAct("cancel");
    acted |= calls().cancel(call);
  }

  @Override
  public void startTimer(DurableTimer<?> timer) {
    checkMayAct("startTimer");
    timers().start(timer);
    acted = true;
  }

  private StepTimers timers() {
    StepTimers mine = timers;
    if (mine == null) {
      mine = new StepTimers(services, machine, kind, draft, nowMillis());
      timers = mine;
    }
    return mine;
  }

  @Override
  public void stopTimer(Class<?> event) {
    stopTimer(event, "");
  }

  @Override
  public void stopTimer(Class<?> event, String name) {
    checkMayAct("stopTimer");
    acted |= timers().stop(event, name);
  }

  @Override
  public <K, V> DurableMap<K, V> map(MapKey<K, V> key) {
    checkOpen();
    return collections().map(key);
  }

  @Override
  public <V> DurableQueue<V> queue(QueueKey<V> key) {
    checkOpen();
    return collections().queue(key);
  }

  private StepCollections collections() {
    StepCollections mine = collections;
    if (mine == null) {
      KeyValues view = query ? new ReadOnlyKeys(draft.writes) : draft.writes;
      mine = machine.collections().begin(view, this::isUsable);
      collections = mine;
    }
    return mine;
  }

  @Override
  public <S> S defer(S state) {
    return decide("defer", state, new Verdict.Deferred());
  }

  @Override
  public <S> S ignore(S state) {
    return decide("ignore", state, new Verdict.Ignored());
  }

  @Override
  public <S> S reject(S state, String reason) {
    return decide("reject", state, new Verdict.Rejected(shortened(requireNonNull(reason))));
  }

  private <S> S decide(String verb, S state, Verdict decided) {
    checkOpen();
    if (query && decided instanceof Verdict.Deferred) {
      throw new IllegalStateException("a query may only reply or refuse, not defer");
    }
    checkNoVerdict(verb);
    if (hasEffects() || draft.writes.size() > writesBefore) {
      throw new IllegalStateException(
          verb + " must be all that a step does, and this step did something before");
    }
    if (!Identity.same(state, given)) {
      throw new IllegalStateException(
          verb
              + " must get the very state that the step began with; after a raise there is no way"
              + " to "
              + verb
              + " the event that the step began with");
    }
    verdict = decided;
    return state;
  }

  @Override
  public <S> S halt(S state) {
    checkMayAct("halt");
    halted = true;
    haltedWith = state;
    return state;
  }

  /**
   * Checks the whole, when the handler has returned.
   *
   * @throws IllegalStateException when a rule of the step is broken
   */
  void check(@Nullable Object next) {
    if (next == null) {
      throw new IllegalStateException("the handler returned null instead of the next state");
    }
    if (halted && !Identity.same(next, haltedWith)) {
      throw new IllegalStateException(
          "a step that halts must return the state that halt(...) returned, not another");
    }
    boolean verdictOnly = !(verdict instanceof Verdict.Handled);
    if (verdictOnly && !Identity.same(next, given)) {
      throw new IllegalStateException(
          "a step that defers, ignores or rejects must return the state it was given");
    }
    if (verdictOnly && draft.writes.size() > writesBefore) {
      throw new IllegalStateException(
          "defer, ignore and reject must be all that a step does, and this step wrote afterwards");
    }
    if (query && !next.equals(given)) {
      throw new IllegalStateException("a query must not change the state");
    }
    StepTimers mine = timers;
    if (mine != null && !halted) {
      mine.checkScopes(next);
    }
  }

  private void checkMayAct(String verb) {
    checkOpen();
    if (query) {
      throw new IllegalStateException("a query may only reply or refuse, not " + verb);
    }
    checkNoVerdict(verb);
  }

  private void checkNoVerdict(String verb) {
    if (!(verdict instanceof Verdict.Handled)) {
      throw new IllegalStateException(
          verb + " after defer, ignore or reject, which must be all that a step does");
    }
  }

  private void checkOpen() {
    if (!isUsable()) {
      throw new IllegalStateException(
          open
              ? "a Step may only be used by the thread of the handler that it was given to"
              : "this step is over: a Step may only be used while the handler runs that it was"
                  + " given to");
    }
  }

  private boolean isUsable() {
    return open && Identity.same(thread, CallingThread.now());
  }
}
