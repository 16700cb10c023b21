package dev.perdure.node;

import dev.perdure.Activity;
import dev.perdure.Outcome.Cause;
import dev.perdure.kernel.Answer;
import dev.perdure.kernel.Output.ActivityCall;
import dev.perdure.kernel.spi.Codec.CodecException;
import dev.perdure.kernel.spi.Codec.ValueCodec;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One activity call on its way to its one outcome: attempt after attempt, as the policy says. The
 * first thing to end an attempt counts, be it the body or the clock; what comes later from it is
 * ignored.
 *
 * <p>"No" is not "don't know": an attempt of which nobody knows what it did leaves the call in
 * doubt, and then only a result or a refusal is definite.
 */
final class CallRun {
  private static final int MAX_DOUBLINGS = 6; // 64 times the first wait.
  private static final int MAX_REASON = 1_000;

  private final ActivityRunner runner;
  private final Activity.Bound<?, ?> bound;
  private final OpenStore store;
  private final int partition;
  private final ActivityCall call;

  // Guarded by this.
  private int attempts;
  private boolean over;

  /** Why an attempt may have done what none has told of; null while none may have. */
  private @Nullable String doubt;

  private @Nullable Attempt current;

  CallRun(
      ActivityRunner runner,
      Activity.Bound<?, ?> bound,
      OpenStore store,
      int partition,
      ActivityCall call) {
    this.runner = runner;
    this.bound = bound;
    this.store = store;
    this.partition = partition;
    this.call = call;
    this.doubt = call.mayHaveRun() ? "an attempt may have been cut off with the node" : null;
  }

  boolean isOf(OpenStore opened) {
    return store == opened;
  }

  private Activity.Policy policy() {
    return bound.activity().policy();
  }

  private String name() {
    return bound.activity().name();
  }

  /** Begins the next attempt; it has a place. */
  void attempt() {
    Attempt attempt;
    synchronized (this) {
      if (over) {
        attempt = null;
      } else {
        attempts++;
        attempt = new Attempt(attempts);
        current = attempt;
      }
    }
    if (attempt == null) {
      runner.freesPlace();
    } else {
      attempt.begin();
    }
  }

  /** Its opening has ended. */
  void drop() {
    Attempt cut;
    synchronized (this) {
      over = true;
      cut = current;
      current = null;
    }
    if (cut != null) {
      cut.cut();
      runner.freesPlace();
    }
  }

  /** Whether this attempt is still the one that counts; it no longer is afterwards. */
  private synchronized boolean ends(Attempt attempt) {
    if (current != attempt) return false;
    current = null;
    return true;
  }

  private void finish(Answer answer) {
    synchronized (this) {
      if (over) return;
      over = true;
    }
    runner.over(this);
    store.runner(partition).put(new Input.CallFinished(call.caller(), call.callId(), answer));
  }

  /** An attempt has failed: another follows after a wait, or that was the last one. */
  private void again(int number, String failure, boolean inDoubt) {
    String unknown;
    synchronized (this) {
      if (inDoubt && doubt == null) doubt = failure;
      unknown = doubt;
    }
    if (number < policy().attempts()) {
      runner.timers().after(waitNanos(number), () -> runner.wantsPlace(this));
    } else if (unknown == null) {
      finish(new Answer.No(Cause.ERROR, failure));
    } else if (unknown.equals(failure)) {
      finish(new Answer.Unknown(failure));
    } else {
      finish(new Answer.Unknown(unknown + "; then " + failure));
    }
  }

  /** Between half of the doubled first wait and the whole. */
  private long waitNanos(int number) {
    Duration longest = policy().backoff().multipliedBy(1L << Math.min(number - 1, MAX_DOUBLINGS));
    long nanos = nanos(longest);
    long half = nanos / 2;
    return nanos - (half == 0 ? 0 : Math.floorMod(runner.entropy().nextLong(), half + 1));
  }

  private static long nanos(Duration duration) {
    return TimeUnit.NANOSECONDS.convert(duration);
  }

  /** One run of the body. */
  private final class Attempt implements Activity.Attempt {
    private final int number;
    private final long beganNanos = runner.timers().nanoTime();
    private volatile long beatNanos = beganNanos;
    private volatile @Nullable Thread thread;
    private volatile Timers.@Nullable Cancellation watch;

    Attempt(int number) {
      this.number = number;
    }

    void begin() {
      Thread body =
          Thread.ofVirtual()
              .name("activity " + name() + " " + call.idempotencyKey() + " #" + number)
              .unstarted(this::run);
      thread = body;
      watch(nextLookNanos());
      body.start();
    }

    private void run() {
      Object value;
      try {
        value = callBody(bound);
      } catch (Throwable failure) { // Whatever ends the attempt: the call must have an outcome.
        if (isOver()) failed(failure);
        return;
      }
      if (isOver()) finish(encoded(value));
    }

    /** Whether the body was the first to end it. */
    private boolean isOver() {
      if (!ends(this)) return false;
      stopWatch();
      runner.freesPlace();
      return true;
    }

    private void failed(Throwable failure) {
      if (failure instanceof Activity.Refusal) {
        finish(new Answer.No(Cause.REFUSED, shortened(String.valueOf(failure.getMessage()))));
      } else {
        boolean inDoubt =
            failure instanceof InterruptedException || failure instanceof TimeoutException;
        again(number, shortened(failure.toString()), inDoubt);
      }
    }

    private <Q, R> @Nullable Object callBody(Activity.Bound<Q, R> activity) throws Exception {
      Q request = runner.program().codec().of(activity.activity().request()).decode(call.request());
      return activity.body().run(request, this);
    }

    /** It has done its work, so that a result which cannot be taken is no "no". */
    private Answer encoded(@Nullable Object value) {
      if (value == null) {
        return new Answer.Unknown("activity '" + name() + "' returned null");
      }
      byte[] bytes;
      try {
        bytes = codec().encode(value);
      } catch (CodecException e) {
        return new Answer.Unknown(
            shortened("the result of activity '%s': %s".formatted(name(), e.getMessage())));
      }
      if (bytes.length > runner.maxResultBytes()) {
        return new Answer.Unknown(
            "the result of activity '%s' has %d bytes, more than the bound of %d"
                .formatted(name(), bytes.length, runner.maxResultBytes()));
      }
      return new Answer.Value(bytes);
    }

    @SuppressWarnings("unchecked") // Only results of the activity are given to the codec.
    private ValueCodec<Object> codec() {
      return (ValueCodec<Object>) runner.program().codec().of(bound.activity().result());
    }

    // ---- its time --------------------------------------------------------------------------

    private long nextLookNanos() {
      long now = runner.timers().nanoTime();
      long left = beganNanos + nanos(policy().attemptTimeout()) - now;
      if (policy().heartbeat().isZero()) return left;
      return Math.min(left, beatNanos + nanos(policy().heartbeat()) - now);
    }

    private void watch(long nanos) {
      watch = runner.timers().after(nanos, this::look);
    }

    private void stopWatch() {
      Timers.Cancellation running = watch;
      if (running != null) running.cancel();
    }

    private void look() {
      long left = nextLookNanos();
      if (left > 0) {
        synchronized (CallRun.this) {
          if (current == this) watch(left);
        }
        return;
      }
      if (!ends(this)) return;
      cut();
      runner.freesPlace();
      boolean silent = runner.timers().nanoTime() - beganNanos < nanos(policy().attemptTimeout());
      again(
          number,
          silent
              ? "activity '%s' gave no heartbeat for %s".formatted(name(), policy().heartbeat())
              : "activity '%s' took longer than %s".formatted(name(), policy().attemptTimeout()),
          true);
    }

    /** Interrupts it; it may go on, but nobody listens. */
    void cut() {
      stopWatch();
      Thread body = thread;
      if (body != null) body.interrupt();
    }

    @Override
    public String idempotencyKey() {
      return call.idempotencyKey();
    }

    @Override
    public int number() {
      return number;
    }

    @Override
    public void heartbeat() {
      beatNanos = runner.timers().nanoTime();
    }
  }

  private static String shortened(String text) {
    return text.length() <= MAX_REASON ? text : text.substring(0, MAX_REASON) + "...";
  }
}
