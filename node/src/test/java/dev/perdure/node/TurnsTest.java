package dev.perdure.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.junit.jupiter.api.Test;

/**
 * The hand-over between threads, under interleavings that Lincheck chooses: it runs the threads of
 * each run one at a time and switches between them at every access to shared memory.
 */
final class TurnsTest {
  /** Something that takes turns and notes what it took, on threads that look into one queue. */
  private static final class Inbox {
    private final Queue<Runnable> ready = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean inside = new AtomicBoolean();
    private final List<Integer> taken = new ArrayList<>();
    private final Turns<Integer> turns;

    Inbox(RunFlag flag) {
      turns = new Turns<>(flag, this::takeTurn, ready::add, ready::add);
    }

    private boolean takeTurn(Queue<Integer> inputs) {
      if (!inside.compareAndSet(false, true)) throw new IllegalStateException("two at once");
      for (Integer next = inputs.poll(); next != null; next = inputs.poll()) {
        taken.add(next);
      }
      inside.set(false);
      return false;
    }

    void putAndWork(int input) {
      turns.put(input);
      work();
    }

    void work() {
      for (Runnable next = ready.poll(); next != null; next = ready.poll()) {
        next.run();
      }
    }
  }

  private static void putByThree(Supplier<RunFlag> flag) {
    Inbox inbox = new Inbox(flag.get());
    Interleaved.inThreads(() -> inbox.putAndWork(1), () -> inbox.putAndWork(2), inbox::work);
    inbox.work();
    if (inbox.taken.size() != 2) {
      throw new IllegalStateException("lost a wake-up: only " + inbox.taken + " were taken");
    }
  }

  @Test
  void noWakeUpIsLostAndNoTwoWorkAtOnce() {
    Interleaved.run(() -> putByThree(RunFlag::new));
  }

  /** Planted: the flag is given up without looking whether it was raised meanwhile. */
  private static final class HastyFlag extends RunFlag {
    @Override
    boolean lower() {
      if (!super.lower()) {
        begin();
        super.lower();
      }
      return true;
    }
  }

  @Test
  void aFlagGivenUpWithoutLookingAgainIsCaught() {
    assertThatThrownBy(() -> Interleaved.run(() -> putByThree(HastyFlag::new)))
        .isInstanceOf(LincheckAssertionError.class)
        .hasMessageContaining("lost a wake-up");
  }

  /** Planted: whoever raises the flag queues it, though another has done so. */
  private static final class EagerFlag extends RunFlag {
    @Override
    boolean raise() {
      super.raise();
      return true;
    }

    @Override
    void begin() {}

    @Override
    boolean lower() {
      return true;
    }
  }

  @Test
  void aFlagThatLetsTwoInIsCaught() {
    assertThatThrownBy(() -> Interleaved.run(() -> putByThree(EagerFlag::new)))
        .isInstanceOf(LincheckAssertionError.class)
        .hasMessageContaining("two at once");
  }

  /** Two partitions and the commit queue; the first one sends on what it steps to the second. */
  private static final class Pair {
    private final Queue<Runnable> ready = new ConcurrentLinkedQueue<>();
    private final Queue<String> commits = new ConcurrentLinkedQueue<>();
    private final Turns<Integer> second =
        new Turns<>(new RunFlag(), this::stepSecond, ready::add, ready::add);
    private final Turns<Integer> first;

    Pair(boolean handsOverFirst) {
      first =
          new Turns<>(
              new RunFlag(), inputs -> stepFirst(inputs, handsOverFirst), ready::add, ready::add);
    }

    private boolean stepFirst(Queue<Integer> inputs, boolean handsOverFirst) {
      for (Integer next = inputs.poll(); next != null; next = inputs.poll()) {
        if (handsOverFirst) {
          second.put(next);
          commits.add("sent");
        } else {
          commits.add("sent");
          second.put(next);
        }
      }
      return false;
    }

    private boolean stepSecond(Queue<Integer> inputs) {
      for (Integer next = inputs.poll(); next != null; next = inputs.poll()) {
        commits.add("stepped");
      }
      return false;
    }

    void work() {
      for (Runnable next = ready.poll(); next != null; next = ready.poll()) {
        next.run();
      }
    }
  }

  private static void sendOn(boolean handsOverFirst) {
    Pair pair = new Pair(handsOverFirst);
    pair.first.put(1);
    Interleaved.inThreads(pair::work, pair::work);
    pair.work();
    if (!List.copyOf(pair.commits).equals(List.of("sent", "stepped"))) {
      throw new IllegalStateException("the receiver is durable before the sender");
    }
  }

  @Test
  void aStepStandsBehindTheStepThatSentItsEvent() {
    Interleaved.run(() -> sendOn(false));
  }

  @Test
  void handingOverBeforePublishingIsCaught() {
    assertThatThrownBy(() -> Interleaved.run(() -> sendOn(true)))
        .isInstanceOf(LincheckAssertionError.class)
        .hasMessageContaining("durable before the sender");
  }

  @Test
  void oneThreadAloneTakesAllThatItPuts() {
    Inbox inbox = new Inbox(new RunFlag());
    inbox.turns.put(1);
    inbox.turns.put(2);
    inbox.work();
    assertThat(inbox.taken).containsExactly(1, 2);
  }
}
