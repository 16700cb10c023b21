package dev.perdure.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.Outcome;
import dev.perdure.kernel.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads that wait for an answer, and all that may end their wait. */
@Timeout(60)
final class PendingReplyTest {
  private final WatchedTimers timers = new WatchedTimers();
  private final Releases releases = new Releases("test");
  private final PendingReplies replies =
      new PendingReplies(Duration.ofHours(1), 1_000, releases, timers);

  @AfterEach
  void close() {
    releases.stop();
    timers.stop();
  }

  private PendingReply<String> begin() {
    return replies.begin(0, answer -> ((Answer.No) answer).reason());
  }

  private static Answer answer(String text) {
    return new Answer.No(Outcome.Cause.REFUSED, text);
  }

  /** Waits on a thread of its own, and returns when it does wait. */
  private static <T> Future<T> waiting(boolean virtual, Callable<T> wait) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread.Builder builder = virtual ? Thread.ofVirtual() : Thread.ofPlatform().daemon();
    Thread thread =
        builder.start(
            () -> {
              try {
                result.complete(wait.call());
              } catch (Exception e) {
                result.completeExceptionally(e);
              }
            });
    while (thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TIMED_WAITING
        && thread.isAlive()) {
      Thread.onSpinWait();
    }
    return result;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theAnswerEndsTheWait(boolean virtual) throws Exception {
    PendingReply<String> one = begin();
    PendingReply<String> other = begin();
    Future<String> joined = waiting(virtual, one::join);
    Future<String> got = waiting(virtual, () -> other.get(1, TimeUnit.HOURS));
    one.answered(answer("one"));
    other.answered(answer("other"));
    assertThat(joined.get()).isEqualTo("one");
    assertThat(got.get()).isEqualTo("other");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 1_001})
  void aWaitWithoutAnAnswerEndsInTime(long millis) {
    PendingReply<String> reply = begin();
    Future<String> got = waiting(true, () -> reply.get(millis, TimeUnit.MILLISECONDS));
    assertThatThrownBy(got::get).cause().isInstanceOf(TimeoutException.class);
    assertThat(reply).isNotDone();
  }

  @Test
  void aLongWaitHoldsUpNoShorterOne() throws Exception {
    PendingReply<String> patient = begin();
    Future<String> late = waiting(true, () -> patient.get(1, TimeUnit.HOURS));
    PendingReply<String> hasty = begin();
    Future<String> soon = waiting(true, () -> hasty.get(1_001, TimeUnit.MILLISECONDS));
    assertThatThrownBy(soon::get).cause().isInstanceOf(TimeoutException.class);
    PendingReply<String> next = begin();
    Future<String> later = waiting(true, () -> next.get(1_001, TimeUnit.MILLISECONDS));
    assertThatThrownBy(later::get).cause().isInstanceOf(TimeoutException.class);
    patient.answered(answer("late"));
    assertThat(late.get()).isEqualTo("late");
  }

  @Test
  void manyWaitsOfOneLengthEndInTime() {
    List<Future<String>> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      PendingReply<String> reply = begin();
      all.add(waiting(true, () -> reply.get(1_001, TimeUnit.MILLISECONDS)));
    }
    for (Future<String> one : all) {
      assertThatThrownBy(one::get).cause().isInstanceOf(TimeoutException.class);
    }
  }

  @Test
  void anAnswerIsNotMissedWhileTheEndOfTheWaitIsPlanned() throws Exception {
    PendingReply<String> reply = begin();
    timers.onNext(
        () -> {
          reply.answered(answer("in between"));
          // As a lock that is contended does: it takes the wake-up that the answer gave.
          LockSupport.park();
        });
    FutureTask<String> wait = new FutureTask<>(() -> reply.get(1, TimeUnit.HOURS));
    Thread.startVirtualThread(wait);
    assertThat(wait.get()).isEqualTo("in between");
  }

  @Test
  void everyWayToCompleteTheFutureEndsTheWait() throws Exception {
    assertThat(completed(reply -> reply.complete("a"))).isEqualTo("a");
    assertThat(completed(reply -> reply.obtrudeValue("b"))).isEqualTo("b");
    assertThat(completed(reply -> reply.completeAsync(() -> "c"))).isEqualTo("c");
    assertThat(completed(reply -> reply.completeOnTimeout("d", 1, TimeUnit.MILLISECONDS)))
        .isEqualTo("d");
    assertThatThrownBy(() -> completed(reply -> reply.orTimeout(1, TimeUnit.MILLISECONDS)))
        .isInstanceOf(ExecutionException.class);
    assertThatThrownBy(() -> completed(reply -> reply.obtrudeException(new Exception("e"))))
        .isInstanceOf(ExecutionException.class);
    assertThatThrownBy(() -> completed(reply -> reply.cancel(true)))
        .isInstanceOf(CancellationException.class);
  }

  private String completed(Consumer<CompletableFuture<String>> completion) throws Exception {
    PendingReply<String> reply = begin();
    Future<String> joined = waiting(true, reply::join);
    completion.accept(reply);
    return joined.get();
  }

  @Test
  void anInterruptEndsTheWaitAndNotTheRequest() throws Exception {
    PendingReply<String> reply = begin();
    Thread[] waiter = new Thread[1];
    Future<String> got =
        waiting(
            true,
            () -> {
              waiter[0] = Thread.currentThread();
              return reply.get(1, TimeUnit.HOURS);
            });
    waiter[0].interrupt();
    assertThatThrownBy(got::get).cause().isInstanceOf(InterruptedException.class);
    assertThat(reply).isNotDone();
    reply.answered(answer("still"));
    assertThat(reply.get()).isEqualTo("still");
  }

  /** Real timers; something can be done while one is set. */
  private static final class WatchedTimers implements Timers {
    private final Timers real = new RealTimers("test");
    private final AtomicReference<@Nullable Runnable> whileSet = new AtomicReference<>();

    /** To be done once, while the next timer is set. */
    void onNext(Runnable action) {
      whileSet.set(action);
    }

    @Override
    public long nanoTime() {
      return real.nanoTime();
    }

    @Override
    public Cancellation after(long nanos, Runnable task) {
      Runnable action = whileSet.getAndSet(null);
      if (action != null) action.run();
      return real.after(nanos, task);
    }

    @Override
    public void stop() {
      real.stop();
    }
  }
}
