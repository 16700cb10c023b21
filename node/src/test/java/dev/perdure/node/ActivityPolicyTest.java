package dev.perdure.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.Activity;
import dev.perdure.Activity.Policy;
import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Outcome;
import dev.perdure.Part;
import dev.perdure.RefusedException;
import dev.perdure.ReplyTo;
import dev.perdure.RequestId;
import dev.perdure.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of activity calls, with bodies that do as they are told. */
@Timeout(60)
final class ActivityPolicyTest {
  private static final MachineType<Event> TYPE = MachineType.of("caller", Event.class);
  private static final Duration TIME = Duration.ofSeconds(20);

  /** Attempts that never end by themselves are over after {@link #TIME}, which a test lets pass. */
  private static final Policy AT_ONCE =
      Policy.standard().attemptTimeout(TIME).backoff(Duration.ZERO);

  private final AtomicInteger runs = new AtomicInteger();
  private final HandTimers timers = new HandTimers();
  private final Ground ground = new Ground(1).around(real -> real.timers(timers));

  /** One permit for each attempt that began. */
  private final Semaphore begun = new Semaphore(0);

  sealed interface Event {}

  record Call(String request, ReplyTo<String> to) implements Event {}

  record Called(Outcome<String> outcome, ReplyTo<String> to) implements Event {}

  record Idle() {}

  private record Caller(Activity<String, String> activity) implements Machine<Idle, Event> {
    @Override
    public Idle initial() {
      return new Idle();
    }

    @Override
    public Idle on(Idle idle, Event event, Step<Event> step) {
      switch (event) {
        case Call(var request, var to) ->
            step.call(activity, request, outcome -> new Called(outcome, to));
        case Called(Outcome.Done(var result), var to) -> step.reply(to, result);
        case Called(Outcome.Failed<String> no, var to) ->
            step.refuse(to, "failed " + no.cause() + ": " + no.reason());
        case Called(Outcome.Unknown<String> lost, var to) ->
            step.refuse(to, "unknown: " + lost.reason());
      }
      return idle;
    }
  }

  private static Activity<String, String> activity(Policy policy) {
    return Activity.of("act", String.class, String.class, policy);
  }

  private static Definition<Idle, Event> caller(Activity<String, String> activity) {
    return Definition.of(TYPE, Idle.class, () -> new Caller(activity));
  }

  private Node open(Policy policy, Activity.Body<String, String> body) {
    return open(Ground.config(), policy, body);
  }

  private Node open(NodeConfig config, Policy policy, Activity.Body<String, String> body) {
    Activity<String, String> activity = activity(policy);
    return ground.open(config, new Part[] {caller(activity), activity.with(body)});
  }

  private static CompletableFuture<String> call(Node node, String request) {
    MachineRef<Event> machine = TYPE.ref(request);
    return node.client()
        .ask(RequestId.of(request), machine, String.class, to -> new Call(request, to));
  }

  /** The result, or why there is none. */
  private static String outcome(Node node) {
    return told(call(node, "it"));
  }

  private static String told(CompletableFuture<String> call) {
    return call.handle(
            (result, failure) ->
                failure instanceof RefusedException no ? no.reason() : String.valueOf(result))
        .join();
  }

  /** A body that hangs until it is interrupted, and says that it runs. */
  private String hang() throws Exception {
    begun.release();
    return new CompletableFuture<String>().get();
  }

  /** The outcome when the first attempt, which hangs, is cut off by its time. */
  private String outcomeAfterTheFirstIsCutOff(Node node) {
    CompletableFuture<String> call = call(node, "it");
    begun.acquireUninterruptibly();
    timers.advance(TIME);
    return told(call);
  }

  // ---- attempts that throw -------------------------------------------------------------------

  @Test
  void anAttemptThatThrowsIsFollowedByAnotherUnderTheSameKey() {
    Set<String> keys = ConcurrentHashMap.newKeySet();
    List<Integer> numbers = new ArrayList<>();
    try (Node node =
        open(
            AT_ONCE,
            (request, attempt) -> {
              keys.add(attempt.idempotencyKey());
              numbers.add(attempt.number());
              if (runs.incrementAndGet() < 3) throw new IllegalStateException("not yet");
              return "done";
            })) {
      assertThat(outcome(node)).isEqualTo("done");
      assertThat(numbers).containsExactly(1, 2, 3);
      assertThat(keys).hasSize(1);
    }
  }

  @Test
  void keysOfTwoNodesDiffer() {
    Set<String> keys = ConcurrentHashMap.newKeySet();
    for (int i = 0; i < 2; i++) {
      Activity<String, String> activity = activity(AT_ONCE);
      try (Node node =
          new Ground(1)
              .open(
                  caller(activity),
                  activity.with(
                      (request, attempt) -> {
                        keys.add(attempt.idempotencyKey());
                        return "done";
                      }))) {
        assertThat(outcome(node)).isEqualTo("done");
      }
    }
    assertThat(keys).hasSize(2);
  }

  @Test
  void theNextAttemptWaitsAsThePolicySays() {
    try (Node node =
        open(
            AT_ONCE.backoff(Duration.ofSeconds(8)),
            (request, attempt) -> {
              begun.release();
              if (runs.incrementAndGet() < 3) throw new IllegalStateException("not yet");
              return "done";
            })) {
      CompletableFuture<String> call = call(node, "it");
      timers.awaitTaskWithin(Duration.ofSeconds(8));
      timers.advance(Duration.ofSeconds(3));
      assertThat(runs).hasValue(1);
      timers.advance(Duration.ofSeconds(5));
      begun.acquireUninterruptibly(2);
      timers.awaitTaskWithin(Duration.ofSeconds(16));
      timers.advance(Duration.ofSeconds(7));
      assertThat(runs).hasValue(2);
      timers.advance(Duration.ofSeconds(9));
      assertThat(told(call)).isEqualTo("done");
    }
  }

  @Test
  void attemptsThatAllThrewAreADefiniteNo() {
    try (Node node =
        open(
            AT_ONCE.attempts(2),
            (request, attempt) -> {
              runs.incrementAndGet();
              throw new IllegalStateException("never");
            })) {
      assertThat(outcome(node)).isEqualTo("failed ERROR: java.lang.IllegalStateException: never");
      assertThat(runs).hasValue(2);
    }
  }

  @Test
  void anErrorOfTheBodyEndsTheAttemptToo() {
    try (Node node =
        open(
            AT_ONCE.attempts(1),
            (request, attempt) -> {
              throw new AssertionError("wrong");
            })) {
      assertThat(outcome(node)).contains("AssertionError: wrong");
    }
  }

  @Test
  void aRefusalEndsTheCallWithADefiniteNo() {
    try (Node node =
        open(
            AT_ONCE,
            (request, attempt) -> {
              runs.incrementAndGet();
              throw new Activity.Refusal("card declined");
            })) {
      assertThat(outcome(node)).isEqualTo("failed REFUSED: card declined");
      assertThat(runs).hasValue(1);
    }
  }

  // ---- "no" is not "don't know" --------------------------------------------------------------

  @Test
  void theLastAttemptCutOffByItsTimeLeavesItUnknown() {
    var interrupted = new CompletableFuture<Boolean>();
    try (Node node =
        open(
            AT_ONCE.attempts(1),
            (request, attempt) -> {
              try {
                return hang();
              } catch (InterruptedException e) {
                interrupted.complete(true);
                throw e;
              }
            })) {
      assertThat(outcomeAfterTheFirstIsCutOff(node))
          .isEqualTo("unknown: activity 'act' took longer than PT20S");
      assertThat(interrupted.join()).isTrue();
    }
  }

  @Test
  void anAttemptThatThrowsAfterOneThatWasCutOffLeavesItUnknown() {
    try (Node node =
        open(
            AT_ONCE.attempts(3),
            (request, attempt) -> {
              if (attempt.number() == 1) return hang();
              throw new IllegalStateException("broken " + attempt.number());
            })) {
      assertThat(outcomeAfterTheFirstIsCutOff(node))
          .startsWith("unknown: ")
          .contains("longer than PT20S", "broken 3");
    }
  }

  @Test
  void aResultAfterAnAttemptThatWasCutOffCounts() {
    try (Node node =
        open(AT_ONCE, (request, attempt) -> attempt.number() == 1 ? hang() : "second")) {
      assertThat(outcomeAfterTheFirstIsCutOff(node)).isEqualTo("second");
    }
  }

  @Test
  void aRefusalAfterAnAttemptThatWasCutOffIsADefiniteNo() {
    try (Node node =
        open(
            AT_ONCE,
            (request, attempt) -> {
              if (attempt.number() == 1) return hang();
              throw new Activity.Refusal("never heard of it, and closed now");
            })) {
      assertThat(outcomeAfterTheFirstIsCutOff(node)).startsWith("failed REFUSED: never heard");
    }
  }

  @Test
  void aBodyThatRanOutOfPatienceItselfLeavesItUnknown() {
    try (Node node =
        open(
            AT_ONCE.attempts(2),
            (request, attempt) -> {
              if (attempt.number() == 1) throw new TimeoutException("no response");
              throw new IllegalStateException("broken");
            })) {
      assertThat(outcome(node)).startsWith("unknown: ").contains("no response", "broken");
    }
  }

  @Test
  void anAttemptCutOffWithItsNodeLeavesItUnknown() {
    try (Node node = open(AT_ONCE, (request, attempt) -> hang())) {
      CompletableFuture<String> cut = call(node, "it");
      begun.acquireUninterruptibly();
      cut.cancel(true);
    }
    try (Node node =
        open(
            AT_ONCE.attempts(2),
            (request, attempt) -> {
              throw new IllegalStateException("broken");
            })) {
      assertThat(outcome(node)).startsWith("unknown: ").contains("with the node", "broken");
    }
  }

  @Test
  void aResultThatCannotBeTakenLeavesItUnknown() {
    try (Node node = open(AT_ONCE, (request, attempt) -> "x".repeat(2 << 20))) {
      assertThat(outcome(node)).startsWith("unknown: ").contains("more than the bound");
    }
  }

  @Test
  void anActivityThatIsGoneFromTheCodeLeavesItUnknown() {
    Activity<String, String> activity = activity(AT_ONCE);
    try (Node node = ground.open(caller(activity), activity.with((request, attempt) -> hang()))) {
      CompletableFuture<String> cut = call(node, "it");
      begun.acquireUninterruptibly();
      cut.cancel(true);
    }
    try (Node node = ground.open(caller(activity))) {
      assertThat(outcome(node)).startsWith("unknown: ").contains("no activity 'act'");
    }
  }

  // ---- time ----------------------------------------------------------------------------------

  @Test
  void aBodyThatIgnoresTheInterruptHoldsUpNothing() {
    CountDownLatch release = new CountDownLatch(1);
    var late = new CompletableFuture<Boolean>();
    try (Node node =
        open(
            Ground.config().activitiesRunning(1),
            AT_ONCE.attempts(2),
            (request, attempt) -> {
              if (attempt.number() == 2) return "second";
              begun.release();
              while (release.getCount() > 0) {
                try {
                  release.await();
                } catch (InterruptedException e) {
                  // As bad bodies do.
                }
              }
              late.complete(true);
              return "too late";
            })) {
      assertThat(outcomeAfterTheFirstIsCutOff(node)).isEqualTo("second");
      release.countDown();
      assertThat(late.join()).isTrue();
      assertThat(call(node, "it").join()).isEqualTo("second");
    }
  }

  @Test
  void silenceIsTreatedAsOverItsTime() {
    Policy policy = AT_ONCE.attempts(1).attemptTimeout(TIME.multipliedBy(10)).heartbeat(TIME);
    try (Node node = open(policy, (request, attempt) -> hang())) {
      assertThat(outcomeAfterTheFirstIsCutOff(node))
          .isEqualTo("unknown: activity 'act' gave no heartbeat for PT20S");
    }
  }

  @Test
  void heartbeatsKeepAnAttemptGoing() {
    Semaphore mayBeat = new Semaphore(0);
    // All of them together are less than the time of the request.
    Duration beat = TIME.dividedBy(5);
    Policy policy = AT_ONCE.attempts(1).attemptTimeout(TIME.multipliedBy(2)).heartbeat(beat);
    try (Node node =
        open(
            policy,
            (request, attempt) -> {
              for (int i = 0; i < 5; i++) {
                begun.release();
                mayBeat.acquire();
                attempt.heartbeat();
              }
              begun.release();
              mayBeat.acquire();
              return "kept going";
            })) {
      CompletableFuture<String> call = call(node, "it");
      for (int i = 0; i < 6; i++) {
        begun.acquireUninterruptibly();
        timers.advance(beat.multipliedBy(3).dividedBy(4));
        mayBeat.release();
      }
      assertThat(told(call)).isEqualTo("kept going");
    }
  }

  @Test
  void noMoreThanTheBoundRunAtOnce() {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch full = new CountDownLatch(1);
    try (Node node =
        open(
            Ground.config().activitiesRunning(3),
            AT_ONCE,
            (request, attempt) -> {
              most.accumulateAndGet(inside.incrementAndGet(), Math::max);
              if (inside.get() == 3) full.countDown();
              full.await();
              inside.decrementAndGet();
              return request;
            })) {
      List<CompletableFuture<String>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        all.add(call(node, "r" + i));
      }
      all.forEach(CompletableFuture::join);
      assertThat(most).hasValue(3);
    }
  }
}
