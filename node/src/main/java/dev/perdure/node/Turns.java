package dev.perdure.node;

import java.util.Queue;
import java.util.function.Consumer;
import org.jctools.queues.atomic.MpscUnboundedAtomicArrayQueue;

/**
 * The hand-over to something that works in turns: many threads put, one at a time takes a turn, and
 * nothing that was put is left lying without a turn to come.
 *
 * @param <I> what is put
 */
final class Turns<I> implements Runnable {
  /** Inputs for which there is room at once. */
  private static final int CHUNK = 256;

  private final RunFlag flag;
  private final Queue<I> inputs = new MpscUnboundedAtomicArrayQueue<>(CHUNK);
  private final Taker<I> taker;
  private final Consumer<Runnable> submit;
  private final Consumer<Runnable> resubmit;

  /** Whoever works. */
  @FunctionalInterface
  interface Taker<I> {
    /**
     * Takes a turn; never two at once. Must not throw.
     *
     * @return whether there is more to do at once
     */
    boolean takeTurn(Queue<I> inputs);
  }

  /**
   * @param submit has it run once, soon
   * @param resubmit has it run once, after others that wait
   */
  Turns(RunFlag flag, Taker<I> taker, Consumer<Runnable> submit, Consumer<Runnable> resubmit) {
    this.flag = flag;
    this.taker = taker;
    this.submit = submit;
    this.resubmit = resubmit;
  }

  /** Puts something, from any thread; a turn follows. */
  void put(I input) {
    inputs.add(input);
    wake();
  }

  /** How much was put and no turn has taken yet. */
  int waiting() {
    return inputs.size();
  }

  /** Has a turn taken. */
  void wake() {
    if (flag.raise()) submit.accept(this);
  }

  @Override
  public void run() {
    flag.begin();
    if (taker.takeTurn(inputs)) {
      flag.keep();
      resubmit.accept(this);
    } else if (!flag.lower()) {
      resubmit.accept(this);
    }
  }
}
