package dev.perdure.kernel;

/**
 * What is stored of an ask or activity call under way, until its one answer is stepped.
 *
 * @param activity the activity's name; empty for an ask
 * @param request what the activity is given; empty for an ask
 * @param dueMillis when an ask's patience ends; 0 for an activity call; {@link #ANSWERED} when the
 *     answer waits in the machine's mailbox
 * @param eventName the event that the outcome goes into
 * @param template that event with a placeholder where the outcome goes
 */
record PendingCall(
    String activity, byte[] request, long dueMillis, String eventName, byte[] template) {
  static final long ANSWERED = -1;

  PendingCall answered() {
    return new PendingCall(activity, request, ANSWERED, eventName, template);
  }

  byte[] toBytes() {
    return new ByteWriter(64 + request.length + template.length)
        .u8(1)
        .text(activity)
        .blob(request)
        .varint(dueMillis)
        .text(eventName)
        .blob(template)
        .toBytes();
  }

  static PendingCall read(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    Records.version(in, 1, "pending call");
    return new PendingCall(in.text(), in.blob(), in.varint(), in.text(), in.blob());
  }
}
