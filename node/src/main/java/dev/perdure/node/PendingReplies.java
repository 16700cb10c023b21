package dev.perdure.node;

import dev.perdure.OverloadedException;
import dev.perdure.kernel.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The requests under way, oldest first, so that those whose time is over are found at the head. All
 * have the same time, so the order of their beginning is that of their end. Striped by thread, for
 * all callers come through here.
 */
final class PendingReplies {
  private static final int STRIPES = 16;

  private final Duration timeout;
  private final int most;
  private final Releases releases;
  private final Timers timers;
  private final WaitLimits limits;
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicBoolean ticking = new AtomicBoolean();
  private final Stripe[] stripes = new Stripe[STRIPES];

  /** A doubly linked list; its lock guards the links of the replies in it. */
  private static final class Stripe {
    private @Nullable PendingReply<?> first;
    private @Nullable PendingReply<?> last;

    synchronized void add(PendingReply<?> reply) {
      PendingReply<?> tail = last;
      reply.before = tail;
      if (tail == null) first = reply;
      else tail.after = reply;
      last = reply;
      reply.listed = true;
    }

    /** Returns whether it was there. */
    synchronized boolean remove(PendingReply<?> reply) {
      if (!reply.listed) return false;
      reply.listed = false;
      PendingReply<?> left = reply.before;
      PendingReply<?> right = reply.after;
      if (left == null) first = right;
      else left.after = right;
      if (right == null) last = left;
      else right.before = left;
      reply.before = null;
      reply.after = null;
      return true;
    }

    synchronized @Nullable PendingReply<?> first() {
      return first;
    }

    synchronized void addAllTo(List<PendingReply<?>> all) {
      for (PendingReply<?> at = first; at != null; at = at.after) {
        all.add(at);
      }
    }
  }

  /**
   * @param timeout how long each may take
   * @param most how many there may be at a time
   */
  PendingReplies(Duration timeout, int most, Releases releases, Timers timers) {
    this.timeout = timeout;
    this.most = most;
    this.releases = releases;
    this.timers = timers;
    this.limits = new WaitLimits(timers, this::all);
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Stripe();
    }
  }

  Releases releases() {
    return releases;
  }

  WaitLimits limits() {
    return limits;
  }

  /**
   * A request that begins now.
   *
   * @throws OverloadedException if too many are under way
   */
  <R extends @Nullable Object> PendingReply<R> begin(int partition, Function<Answer, R> result) {
    if (underWay.incrementAndGet() > most) {
      underWay.decrementAndGet();
      throw new OverloadedException(Requests.RETRY_AFTER, "the node: requests-in-flight");
    }
    int stripe = (int) Thread.currentThread().threadId() & STRIPES - 1;
    long deadline = timers.nanoTime() + timeout.toNanos();
    var reply = new PendingReply<R>(this, stripe, partition, result, deadline);
    stripes[stripe].add(reply);
    tick(timeout.toNanos());
    return reply;
  }

  void remove(PendingReply<?> reply) {
    if (stripes[reply.stripe()].remove(reply)) underWay.decrementAndGet();
  }

  /** All that are under way. */
  List<PendingReply<?>> all() {
    List<PendingReply<?>> all = new ArrayList<>();
    for (Stripe stripe : stripes) {
      stripe.addAllTo(all);
    }
    return all;
  }

  /** Those to some partitions will not be answered any more. */
  void refuse(IntPredicate partitions, String reason) {
    for (PendingReply<?> reply : all()) {
      if (partitions.test(reply.partition())) reply.answered(new Answer.Unknown(reason));
    }
  }

  private void tick(long nanos) {
    if (!ticking.get() && ticking.compareAndSet(false, true)) {
      timers.after(nanos, this::expire);
    }
  }

  private void expire() {
    ticking.set(false);
    long next = Long.MAX_VALUE;
    for (Stripe stripe : stripes) {
      for (PendingReply<?> first = stripe.first(); first != null; first = stripe.first()) {
        long left = first.deadlineNanos() - timers.nanoTime();
        if (left > 0) {
          next = Math.min(next, left);
          break;
        }
        remove(first);
        first.expire("no answer within " + timeout);
      }
    }
    if (next != Long.MAX_VALUE) tick(next);
  }
}
