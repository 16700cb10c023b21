package dev.perdure;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The durable name, types and policy of code that touches the outside world. A handler asks for a
 * run by {@link Step#call}; the code itself is given where the node is opened.
 *
 * <pre>{@code
 * static final Activity<Charge, Receipt> CHARGE =
 *     Activity.of("charge", Charge.class, Receipt.class, Policy.standard().attempts(10));
 * ...
 * Node.open(config, OrderMachine.DEFINITION, CHARGE.with(gateway::charge));
 * }</pre>
 *
 * <p>A call runs after the commit of the step that made it, at least once, each time with the same
 * idempotency key; its outcome comes back as an event, exactly once.
 *
 * @param <Q> the request
 * @param <R> the result
 * @param name 1 to 512 bytes of UTF-8 without control characters or unpaired surrogates; durable,
 *     and unique among the activities of a node
 * @param request the class of the request
 * @param result the class of the result
 * @param policy the bounds of one call
 */
public record Activity<Q, R>(String name, Class<Q> request, Class<R> result, Policy policy) {
  /** Checks the name and the classes. */
  public Activity {
    Checks.text("activity name", name);
    StoredTypes.checkValue("request of activity '" + name + "'", request);
    StoredTypes.checkValue("result of activity '" + name + "'", result);
    requireNonNull(policy, "policy");
  }

  /**
   * An activity.
   *
   * @throws IllegalArgumentException if the name breaks the bounds or a class cannot be stored
   */
  public static <Q, R> Activity<Q, R> of(
      String name, Class<Q> request, Class<R> result, Policy policy) {
    return new Activity<>(name, request, result, policy);
  }

  /** Gives the activity its code, where the node is opened. */
  public Bound<Q, R> with(Body<? super Q, ? extends R> body) {
    return new Bound<>(this, body);
  }

  /**
   * The bounds of one call. An attempt that throws, or is over its time, is followed by another
   * after a wait: {@code backoff} before the second, twice as long before each further one up to 64
   * times {@code backoff}, drawn at random between half of that and the whole. The first attempt
   * that returns a result, or throws {@link Refusal}, ends the call.
   *
   * <p>If none did, the outcome is {@link Outcome.Failed} with {@link Outcome.Cause#ERROR} when
   * every attempt threw. But when one was left in doubt, nobody knows what it did, and no exception
   * of a later one tells: the outcome is {@link Outcome.Unknown}. In doubt is an attempt that was
   * over its time or silent for too long, that ended with {@link InterruptedException} or {@link
   * java.util.concurrent.TimeoutException}, that may have been under way when the node died, or
   * whose result could not be stored.
   *
   * @param attemptTimeout the longest run of one attempt, which is then interrupted and counts as
   *     over; more than zero, at most 36,500 days
   * @param attempts how many attempts there are at most, the first included; at least 1. Attempts
   *     are counted from 1 again after a crash of the node
   * @param backoff the wait before the second attempt; zero for none
   * @param heartbeat an attempt that runs longer than this without {@link Attempt#heartbeat} is
   *     treated as over its time; zero for none
   */
  public record Policy(
      Duration attemptTimeout, int attempts, Duration backoff, Duration heartbeat) {
    private static final Policy STANDARD =
        new Policy(Duration.ofSeconds(30), 5, Duration.ofSeconds(1), Duration.ZERO);

    /** Checks the bounds. */
    public Policy {
      Checks.positive("attemptTimeout", attemptTimeout);
      Checks.atLeastOne("attempts", attempts);
      Checks.notNegative("backoff", backoff);
      Checks.notNegative("heartbeat", heartbeat);
    }

    /** Five attempts of at most 30 s, 1 s before the second, no heartbeat. */
    public static Policy standard() {
      return STANDARD;
    }

    /** This policy with another bound on each attempt. */
    public Policy attemptTimeout(Duration timeout) {
      return new Policy(timeout, attempts, backoff, heartbeat);
    }

    /** This policy with another number of attempts. */
    public Policy attempts(int number) {
      return new Policy(attemptTimeout, number, backoff, heartbeat);
    }

    /** This policy with another first wait. */
    public Policy backoff(Duration wait) {
      return new Policy(attemptTimeout, attempts, wait, heartbeat);
    }

    /** This policy with another longest silence; zero for none. */
    public Policy heartbeat(Duration silence) {
      return new Policy(attemptTimeout, attempts, backoff, silence);
    }
  }

  /**
   * The code: runs on a virtual thread of its own and may block. It may run again with the same key
   * after it threw, was over its time, or its node died, even when it had done its work; so hand
   * the key on to what it talks to, or make it harmless to do twice.
   *
   * @param <Q> the request
   * @param <R> the result
   */
  @FunctionalInterface
  public interface Body<Q, R> {
    /**
     * Does the work of one attempt.
     *
     * @return the result, for {@link Outcome.Done}
     * @throws Refusal for a definite no; there is no further attempt
     * @throws java.util.concurrent.TimeoutException if this attempt failed and nobody knows what it
     *     did; another one may follow
     * @throws Exception if this attempt failed and did nothing; another one may follow
     */
    R run(Q request, Attempt attempt) throws Exception;
  }

  /**
   * The definite no of the code: what was asked for is not done, whatever became of earlier
   * attempts, and will not be. The outcome is {@link Outcome.Failed} with {@link
   * Outcome.Cause#REFUSED}.
   */
  public static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * A no.
     *
     * @param reason why, for people
     */
    public Refusal(String reason) {
      super(requireNonNull(reason, "reason"));
    }
  }

  /** One run of the code. Its methods may be called from any thread. */
  public interface Attempt {
    /** The same for every attempt of one call, and for no other call ever. */
    String idempotencyKey();

    /** Which attempt this is: from 1, and from 1 again after a crash of the node. */
    int number();

    /** Says that the work goes on; needed only where the policy has a heartbeat. */
    void heartbeat();
  }

  /**
   * An activity with its code.
   *
   * @param <Q> the request
   * @param <R> the result
   * @param activity the name, types and policy
   * @param body the code; called from many threads at once
   */
  public record Bound<Q, R>(Activity<Q, R> activity, Body<? super Q, ? extends R> body)
      implements Part {
    /** Checks that both are there. */
    public Bound {
      requireNonNull(activity, "activity");
      requireNonNull(body, "body of activity '" + activity.name() + "'");
    }
  }
}
