package dev.perdure.kernel;

import org.jspecify.annotations.Nullable;

/** An event in the stored part of a machine's mailbox: its place, and what it is. */
record WaitingEvent(long seq, Content content) {

  /** What a machine is to step; a part of it may lie in a record of its own. */
  sealed interface Content {

    /**
     * An event that was sent.
     *
     * @param requestId the request that brought it; empty for none
     * @param event the event where it has not left memory
     */
    record Plain(String eventName, byte[] bytes, String requestId, @Nullable TypedEvent event)
        implements Content {}

    /** A firing; stale when the timer record has another due time, or there is none. */
    record Firing(TimerId timer, long dueMillis) implements Content {}

    /** The answer to a call; void when its pending call is gone. */
    record Answered(String callId, Answer answer) implements Content {}
  }

  byte[] toBytes() {
    ByteWriter out = new ByteWriter(96).u8(1);
    switch (content) {
      case Content.Plain(var name, var bytes, var requestId, _) ->
          out.u8('e').text(name).blob(bytes).text(requestId);
      case Content.Firing(var timer, var due) ->
          out.u8('t').text(timer.eventName()).text(timer.name()).varint(due);
      case Content.Answered(var callId, var answer) -> answer.write(out.u8('a').text(callId));
    }
    return out.toBytes();
  }

  static WaitingEvent read(long seq, byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    Records.version(in, 1, "waiting event");
    int kind = in.u8();
    return new WaitingEvent(
        seq,
        switch (kind) {
          case 'e' -> new Content.Plain(in.text(), in.blob(), in.text(), null);
          case 't' -> new Content.Firing(new TimerId(in.text(), in.text()), in.varint());
          case 'a' -> new Content.Answered(in.text(), Answer.read(in));
          default -> throw new IllegalStateException("damaged record: waiting of kind " + kind);
        });
  }
}
