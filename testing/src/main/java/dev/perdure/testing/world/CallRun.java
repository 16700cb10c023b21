package dev.perdure.testing.world;

import dev.perdure.Activity;
import dev.perdure.Outcome.Cause;
import dev.perdure.kernel.Answer;
import dev.perdure.kernel.Output.ActivityCall;
import dev.perdure.kernel.spi.Codec.CodecException;
import dev.perdure.kernel.spi.Codec.ValueCodec;
import dev.perdure.testing.Fault;
import org.jspecify.annotations.Nullable;

/** One activity call on its way to its outcome, attempt after attempt, in the time of the world. */
final class CallRun implements Task {
  private static final int MAX_DOUBLINGS = 6; // 64 times the first wait.

  private final World world;
  private final Incarnation node;
  private final int partition;
  private final ActivityCall call;
  private final Activity.Bound<?, ?> bound;
  private int attempts;
  private long fromMillis;

  CallRun(World world, Incarnation node, int partition, ActivityCall call) {
    this.world = world;
    this.node = node;
    this.partition = partition;
    this.call = call;
    this.bound = world.simulated().activity(call.activity());
    this.fromMillis = world.nowMillis();
  }

  int partition() {
    return partition;
  }

  boolean isDue(long nowMillis) {
    return fromMillis <= nowMillis;
  }

  long fromMillis() {
    return fromMillis;
  }

  @Override
  public String actor() {
    return "activity " + call.activity();
  }

  @Override
  public String label() {
    return "activity " + call.activity() + " runs for " + call.caller() + " on " + node;
  }

  @Override
  public void run() {
    world.act(node, this::attempt);
  }

  private void attempt() {
    Activity.Policy policy = bound.activity().policy();
    attempts++;
    Answer answer;
    if (world.strikes(Fault.LATE_ACTIVITY, call.activity())) {
      if (world.chances.pick("late with its work done", 2) == 0) {
        body(bound);
      }
      // Mostly the call ends with this: one that is late is late again.
      boolean last = world.chances.pick("late again", 4) > 0 || attempts >= policy.attempts();
      answer = last ? new Answer.Unknown("took longer than " + policy.attemptTimeout()) : null;
    } else if (attempts < policy.attempts()
        && world.strikes(Fault.FAILED_ACTIVITY, call.activity())) {
      if (world.chances.pick("failed with its work done", 2) == 0) {
        body(bound);
      }
      answer = null;
    } else {
      answer = body(bound);
    }
    if (answer == null) {
      fromMillis = world.nowMillis() + pause(policy);
      return;
    }
    attempts = 0;
    node.ended(this);
    Answer outcome = answer;
    node.seat(partition).enter(mine -> mine.callFinished(call.caller(), call.callId(), outcome));
  }

  private long pause(Activity.Policy policy) {
    long first = Math.max(0, policy.backoff().toMillis());
    return first << Math.min(attempts - 1, MAX_DOUBLINGS);
  }

  /** Runs the code; null where another attempt follows. */
  private <Q, R> @Nullable Answer body(Activity.Bound<Q, R> activity) {
    ValueCodec<Q> requests = world.program().codec().of(activity.activity().request());
    R result;
    try {
      result = activity.body().run(requests.decode(call.request()), new Attempt());
    } catch (Exception e) {
      world.traceActivity(call, "threw " + e);
      return attempts < activity.activity().policy().attempts()
          ? null
          : new Answer.No(Cause.ERROR, String.valueOf(e.getMessage()));
    }
    world.traceActivity(call, "gave " + result);
    if (result == null) {
      return new Answer.No(
          Cause.ERROR, "activity '" + activity.activity().name() + "' returned null");
    }
    try {
      return new Answer.Value(
          world.program().codec().of(activity.activity().result()).encode(result));
    } catch (CodecException e) {
      return new Answer.No(Cause.ERROR, String.valueOf(e.getMessage()));
    }
  }

  private final class Attempt implements Activity.Attempt {
    @Override
    public String idempotencyKey() {
      return call.idempotencyKey();
    }

    @Override
    public int number() {
      return attempts;
    }

    @Override
    public void heartbeat() {}
  }
}
