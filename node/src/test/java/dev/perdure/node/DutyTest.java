package dev.perdure.node;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.junit.jupiter.api.Test;

/** Work that a thread does, or who brings it, under interleavings that Lincheck chooses. */
final class DutyTest {

  /** Work that is noted when it is done. */
  private static final class Chores {
    private final Queue<Integer> open = new ConcurrentLinkedQueue<>();
    private final List<Integer> done = new ArrayList<>();
    private final AtomicBoolean inside = new AtomicBoolean();
    private final CountDownLatch left;
    private final Duty duty;

    Chores(int number, Function<Chores, Duty> maker) {
      left = new CountDownLatch(number);
      duty = maker.apply(this);
    }

    private boolean work() {
      if (!inside.compareAndSet(false, true)) throw new IllegalStateException("two at once");
      Integer next = open.poll();
      if (next != null) {
        done.add(next);
        left.countDown();
      }
      inside.set(false);
      return next != null;
    }

    void wakeFor(int chore) {
      open.add(chore);
      duty.wake();
    }

    void doHere(int chore) {
      open.add(chore);
      duty.doHere();
    }

    void awaitAll() {
      try {
        left.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static Duty right(Chores chores) {
    return new Duty("duty", new SteppedParking(), chores::work, chores.open::isEmpty);
  }

  private static void broughtByTwo(Function<Chores, Duty> maker) {
    Chores chores = new Chores(3, maker);
    chores.duty.start();
    Interleaved.inThreads(
        () -> chores.wakeFor(1),
        () -> {
          chores.doHere(2);
          chores.doHere(3);
        });
    chores.awaitAll();
    chores.duty.finish(() -> {});
  }

  @Test
  void allIsDoneByOneAtATime() {
    Interleaved.run(() -> broughtByTwo(DutyTest::right));
  }

  /** Each does what it brings, or leaves it to the other. */
  private static void doneByTwo(Function<Chores, Duty> maker) {
    Chores chores = new Chores(3, maker);
    chores.duty.start();
    Interleaved.inThreads(
        () -> chores.doHere(1),
        () -> {
          chores.doHere(2);
          chores.doHere(3);
        });
    chores.awaitAll();
    chores.duty.finish(() -> {});
  }

  @Test
  void allIsDoneThoughOneLeavesItToTheOther() {
    Interleaved.run(() -> doneByTwo(DutyTest::right));
  }

  /** Planted: who has done something does not look whether another has left it more. */
  private static Duty withoutLookingAgain(Chores chores) {
    Semaphore working = new Semaphore(1);
    return new Duty("duty", new SteppedParking(), () -> false, () -> true) {
      @Override
      void doHere() {
        if (!working.tryAcquire()) return;
        var _ = chores.work();
        working.release();
      }
    };
  }

  @Test
  void whatIsLeftToAnotherWhoDoesNotLookAgainIsCaught() {
    assertThatThrownBy(() -> Interleaved.run(() -> doneByTwo(DutyTest::withoutLookingAgain)))
        .isInstanceOf(LincheckAssertionError.class);
  }

  /** Planted: who brings something does it though the thread may be at work. */
  private static Duty withoutLock(Chores chores) {
    return new Duty("duty", new SteppedParking(), chores::work, chores.open::isEmpty) {
      @Override
      void doHere() {
        chores.work();
        wake();
      }
    };
  }

  @Test
  void workWithoutTheLockIsCaught() {
    assertThatThrownBy(() -> Interleaved.run(() -> broughtByTwo(DutyTest::withoutLock)))
        .isInstanceOf(LincheckAssertionError.class)
        .hasMessageContaining("two at once");
  }

  /** Planted: the thread is never woken; what the bringer of a later piece leaves is left. */
  private static Duty withoutWaking(Chores chores) {
    return new Duty("duty", new SteppedParking(), chores::work, chores.open::isEmpty) {
      @Override
      void wake() {}
    };
  }

  @Test
  void aThreadThatNobodyWakesIsCaught() {
    assertThatThrownBy(() -> Interleaved.run(() -> broughtByTwo(DutyTest::withoutWaking)))
        .isInstanceOf(LincheckAssertionError.class);
  }

  @Test
  void whatIsLeftIsDoneAtTheEnd() {
    Interleaved.run(
        () -> {
          Chores chores = new Chores(2, DutyTest::right);
          chores.duty.start();
          chores.open.add(1);
          chores.open.add(2);
          chores.duty.finish(
              () -> {
                if (chores.done.size() != 2)
                  throw new IllegalStateException("left: " + chores.open);
              });
        });
  }
}
