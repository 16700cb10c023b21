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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of activity calls, with bodies that do as they are told. */
@Timeout(60)
final class ActivityPolicyTest {
  private static final MachineType<Event> TYPE = MachineType.of("caller", Event.class);
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofMinutes(5);

  private final AtomicInteger runs = new AtomicInteger();
  private final Ground ground = new Ground(1);

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
    return call(node, "it")
        .handle(
            (result, failure) ->
                failure instanceof RefusedException no ? no.reason() : String.valueOf(result))
        .join();
  }

  private static String hang() throws Exception {
    return new CompletableFuture<String>().get();
  }

  @Test
  void anAttemptThatThrowsIsFollowedByAnotherUnderTheSameKey() {
    Set<String> keys = ConcurrentHashMap.newKeySet();
    List<Integer> numbers = new ArrayList<>();
    try (Node node =
        open(
            Policy.standard().backoff(Duration.ofMillis(1)),
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
  void theLastAttemptThatThrowsIsADefiniteNo() {
    try (Node node =
        open(
            Policy.standard().attempts(2).backoff(Duration.ZERO),
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
            Policy.standard().attempts(1),
            (request, attempt) -> {
              throw new AssertionError("wrong");
            })) {
      assertThat(outcome(node)).contains("AssertionError: wrong");
    }
  }

  @Test
  void theLastAttemptCutOffByItsTimeLeavesItUnknown() {
    var interrupted = new CompletableFuture<Boolean>();
    try (Node node =
        open(
            Policy.standard().attempts(1).attemptTimeout(SHORT),
            (request, attempt) -> {
              try {
                return hang();
              } catch (InterruptedException e) {
                interrupted.complete(true);
                throw e;
              }
            })) {
      assertThat(outcome(node)).startsWith("unknown: ").contains("longer than PT0.02S");
      assertThat(interrupted.join()).isTrue();
    }
  }

  @Test
  void aBodyThatIgnoresTheInterruptHoldsUpNothing() {
    CountDownLatch release = new CountDownLatch(1);
    var late = new CompletableFuture<Boolean>();
    try (Node node =
        open(
            Ground.config().activitiesRunning(1),
            Policy.standard().attempts(2).attemptTimeout(SHORT).backoff(Duration.ZERO),
            (request, attempt) -> {
              if (attempt.number() == 2) return "second";
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
      assertThat(outcome(node)).isEqualTo("second");
      release.countDown();
      assertThat(late.join()).isTrue();
      assertThat(call(node, "it").join()).isEqualTo("second");
    }
  }

  @Test
  void silenceIsTreatedAsOverItsTime() {
    try (Node node =
        open(
            Policy.standard().attempts(1).attemptTimeout(LONG).heartbeat(SHORT),
            (request, attempt) -> hang())) {
      assertThat(outcome(node)).startsWith("unknown: ").contains("no heartbeat for PT0.02S");
    }
  }

  @Test
  void heartbeatsKeepAnAttemptGoing() {
    try (Node node =
        open(
            Policy.standard().attempts(1).attemptTimeout(LONG).heartbeat(Duration.ofSeconds(2)),
            (request, attempt) -> {
              long until = System.nanoTime() + Duration.ofSeconds(3).toNanos();
              while (System.nanoTime() < until) {
                attempt.heartbeat();
                Thread.onSpinWait();
              }
              return "kept going";
            })) {
      assertThat(outcome(node)).isEqualTo("kept going");
    }
  }

  @Test
  void aResultThatCannotBeTakenIsADefiniteNo() {
    try (Node node = open(Policy.standard(), (request, attempt) -> "x".repeat(2 << 20))) {
      assertThat(outcome(node)).startsWith("failed ERROR").contains("more than the bound");
    }
  }

  @Test
  void anActivityThatIsGoneFromTheCodeIsADefiniteNo() {
    Activity<String, String> activity = activity(Policy.standard());
    var started = new CompletableFuture<Boolean>();
    Activity.Body<String, String> body =
        (request, attempt) -> {
          started.complete(true);
          return hang();
        };
    try (Node node = ground.open(caller(activity), activity.with(body))) {
      CompletableFuture<String> cut = call(node, "it");
      started.join();
      cut.cancel(true);
    }
    try (Node node = ground.open(caller(activity))) {
      assertThat(outcome(node)).startsWith("failed ERROR").contains("no activity 'act'");
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
            Policy.standard(),
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
