package dev.perdure.kernel;

/**
 * A timer within its machine.
 *
 * @param eventName the durable name of its event; empty for the patience of an ask, whose name is
 *     then the call id, and for {@link #RETRY}
 */
record TimerId(String eventName, String name) {
  /** The next attempt of an event that failed. A machine has one at a time. */
  static final TimerId RETRY = new TimerId("", "");

  static TimerId patienceOf(String callId) {
    return new TimerId("", callId);
  }

  boolean isPatience() {
    return eventName.isEmpty() && !name.isEmpty();
  }

  boolean isRetry() {
    return eventName.isEmpty() && name.isEmpty();
  }
}
