package dev.perdure.kernel;

/**
 * A timer within its machine.
 *
 * @param eventName the durable name of its event; empty for the patience of an ask, whose name is
 *     then the call id
 */
record TimerId(String eventName, String name) {
  static TimerId patienceOf(String callId) {
    return new TimerId("", callId);
  }

  boolean isPatience() {
    return eventName.isEmpty();
  }
}
