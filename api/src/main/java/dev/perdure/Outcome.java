package dev.perdure;

import static java.util.Objects.requireNonNull;

/**
 * What became of a {@linkplain Step#call call} or an {@linkplain Step#ask ask}; exactly one arrives
 * for each. "No" is not "don't know": {@link Failed} is definite, {@link Unknown} is not.
 *
 * <pre>{@code
 * switch (outcome) {
 *   case Done(var receipt) -> ...
 *   case Failed<Receipt> no -> ...      // it was not done and will not be
 *   case Unknown<Receipt> lost -> ...   // ask for the undo: it is stepped after the request
 * }
 * }</pre>
 *
 * @param <R> the type of the result
 */
public sealed interface Outcome<R> {
  /**
   * It was done, with this result.
   *
   * @param <R> the type of the result
   * @param value the reply of the machine, or the result of the activity
   */
  record Done<R>(R value) implements Outcome<R> {
    /** Checks that there is a value. */
    public Done {
      requireNonNull(value, "value of a Done");
    }
  }

  /**
   * No result: match this where the difference does not matter.
   *
   * @param <R> the type of the result
   */
  sealed interface NotDone<R> extends Outcome<R> {
    /** Why there is no result, for people; may be empty. */
    String reason();
  }

  /**
   * A definite no.
   *
   * @param <R> the type of the result
   * @param cause who said no
   * @param reason why, for people; may be empty
   */
  record Failed<R>(Cause cause, String reason) implements NotDone<R> {
    /** Checks that cause and reason are there. */
    public Failed {
      requireNonNull(cause, "cause of a Failed");
      requireNonNull(reason, "reason of a Failed");
    }
  }

  /**
   * Out of patience, or an attempt of an activity was left in doubt: it may have been done, or may
   * be done yet. Asking again is a second request. In a saga ask for the undo: it is stepped after
   * the first request, unless the receiver deferred that one.
   *
   * @param <R> the type of the result
   * @param reason what was waited for, for people; may be empty
   */
  record Unknown<R>(String reason) implements NotDone<R> {
    /** Checks that the reason is there. */
    public Unknown {
      requireNonNull(reason, "reason of an Unknown");
    }
  }

  /** Who said no. */
  enum Cause {
    /** The machine: it refused, rejected or ignored the event. Or the activity: it refused. */
    REFUSED,
    /** The machine's absence: it is halted. */
    HALTED,
    /**
     * A failure: every attempt of the activity threw, and none was left in doubt; or an operator
     * skipped the event.
     */
    ERROR
  }
}
