package dev.perdure.node;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.Outcome;
import dev.perdure.kernel.Answer;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.junit.jupiter.api.Test;

/** Answers on their way to callers, under interleavings that Lincheck chooses. */
final class ReleasesTest {

  /** Runs that were scheduled, for whoever looks. */
  private static final class Runs {
    private final Queue<Runnable> scheduled = new ConcurrentLinkedQueue<>();

    void runAll() {
      for (Runnable next = scheduled.poll(); next != null; next = scheduled.poll()) {
        next.run();
      }
    }
  }

  private static void addedByTwo(Function<Runs, Releases> maker) {
    Runs runs = new Runs();
    Releases releases = maker.apply(runs);
    AtomicInteger released = new AtomicInteger();
    Interleaved.inThreads(
        () -> {
          releases.add(released::incrementAndGet);
          runs.runAll();
        },
        () -> {
          releases.add(released::incrementAndGet);
          runs.runAll();
        });
    runs.runAll();
    if (released.get() != 2) throw new IllegalStateException("released: " + released);
  }

  private static Releases right(Runs runs) {
    return new Releases(runs.scheduled::add, () -> {});
  }

  @Test
  void allIsReleasedOnce() {
    Interleaved.run(() -> addedByTwo(ReleasesTest::right));
  }

  @Test
  void whatIsAddedTogetherIsReleasedOnce() {
    Interleaved.run(
        () -> {
          Runs runs = new Runs();
          Releases releases = right(runs);
          AtomicInteger released = new AtomicInteger();
          Interleaved.inThreads(
              () -> {
                int added =
                    releases.together(
                        () -> {
                          releases.add(released::incrementAndGet);
                          releases.add(released::incrementAndGet);
                          return 2;
                        });
                expect("2", "" + added);
                runs.runAll();
              },
              () -> {
                releases.add(released::incrementAndGet);
                runs.runAll();
              });
          runs.runAll();
          expect("3", released.toString());
        });
  }

  /** What answers together and fails in the middle has answered those before. */
  @Test
  void aFailureAmongThoseAnsweredTogetherHoldsNothingBack() {
    Runs runs = new Runs();
    Releases releases = right(runs);
    AtomicInteger released = new AtomicInteger();
    assertThatThrownBy(
            () ->
                releases.together(
                    () -> {
                      releases.add(released::incrementAndGet);
                      throw new IllegalStateException("planted");
                    }))
        .hasMessage("planted");
    releases.add(released::incrementAndGet);
    runs.runAll();
    expect("2", released.toString());
  }

  /** Planted: what is added while a run ends has no other run scheduled. */
  private static Releases closingLate(Runs runs) {
    return new Releases(runs.scheduled::add, () -> {}) {
      @Override
      void release() {
        releaseSome();
        begin();
      }
    };
  }

  @Test
  void aRunThatEndsWithoutLookingAgainIsCaught() {
    assertThatThrownBy(() -> Interleaved.run(() -> addedByTwo(ReleasesTest::closingLate)))
        .isInstanceOf(LincheckAssertionError.class)
        .hasMessageContaining("released: 1");
  }

  /** One thread waits, another waits too, one answers; something is attached as well. */
  private static void answeredWhileTwoWait(Function<Runs, Releases> maker) {
    Runs runs = new Runs();
    var replies = new PendingReplies(Duration.ofHours(1), 10, maker.apply(runs), new HandTimers());
    PendingReply<String> reply = replies.begin(0, answer -> ((Answer.No) answer).reason());
    AtomicInteger attached = new AtomicInteger();
    var _ = reply.thenRun(attached::incrementAndGet);
    Interleaved.inThreads(
        () -> expect("yes", reply.join()),
        () -> expect("yes", reply.join()),
        () -> {
          reply.answered(new Answer.No(Outcome.Cause.REFUSED, "yes"));
          reply.answered(new Answer.No(Outcome.Cause.REFUSED, "a second time"));
          runs.runAll();
        });
    expect("1", attached.toString());
    expect("[]", replies.all().toString());
  }

  private static void expect(String wanted, String seen) {
    if (!seen.equals(wanted)) throw new IllegalStateException(seen + " instead of " + wanted);
  }

  @Test
  void everyWaitEndsWithTheFirstAnswer() {
    Interleaved.run(() -> answeredWhileTwoWait(ReleasesTest::right));
  }

  /** Planted: an answer for which no thread waits yet is let go. */
  private static Releases losing(Runs runs) {
    return new Releases(runs.scheduled::add, () -> {}) {
      @Override
      void add(Runnable answered) {}
    };
  }

  @Test
  void anAnswerThatNobodyReleasesIsCaught() {
    assertThatThrownBy(
            () ->
                Interleaved.run(
                    () -> {
                      Runs runs = new Runs();
                      var replies =
                          new PendingReplies(
                              Duration.ofHours(1), 10, losing(runs), new HandTimers());
                      PendingReply<String> reply =
                          replies.begin(0, answer -> ((Answer.No) answer).reason());
                      Interleaved.inThreads(
                          () -> expect("yes", reply.thenApply(yes -> yes).join()),
                          () -> reply.answered(new Answer.No(Outcome.Cause.REFUSED, "yes")));
                    }))
        .isInstanceOf(LincheckAssertionError.class);
  }

  /** A caller gives up while the answer comes: it is one or the other, and nothing is left. */
  private static void cancelledWhileAnswered() {
    Runs runs = new Runs();
    var replies = new PendingReplies(Duration.ofHours(1), 10, right(runs), new HandTimers());
    PendingReply<String> reply = replies.begin(0, answer -> ((Answer.No) answer).reason());
    Interleaved.inThreads(
        () -> reply.cancel(true),
        () -> {
          reply.answered(new Answer.No(Outcome.Cause.REFUSED, "yes"));
          runs.runAll();
        });
    if (!reply.isCancelled()) expect("yes", reply.join());
    expect("[]", replies.all().toString());
  }

  @Test
  void givingUpLeavesNothingBehind() {
    Interleaved.run(ReleasesTest::cancelledWhileAnswered);
  }
}
