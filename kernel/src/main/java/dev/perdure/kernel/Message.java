package dev.perdure.kernel;

import dev.perdure.MachineRef;
import org.jspecify.annotations.Nullable;

/** What can reach a machine's partition. */
sealed interface Message {

  /**
   * An event as it was sent: by durable name and bytes, and as an object where it has not left
   * memory.
   */
  record EventMessage(String eventName, byte[] bytes, @Nullable TypedEvent event)
      implements Message {}

  /** The answer to an ask of the machine. */
  record AskAnswered(String callId, Answer answer) implements Message {}

  /** The answer to a request from outside that went to the machine. */
  record RequestAnswered(String requestId, Answer answer) implements Message {}

  /** The outcome of an activity call of the machine. Its pending call is the durable side. */
  record CallAnswered(String callId, Answer answer) implements Message {}

  /** A timer is due. Its timer record is the durable side. */
  record TimerFired(TimerId id, long dueMillis) implements Message {}

  /**
   * An event from outside. Durable once its step, or its place in the mailbox, is committed.
   *
   * @param id empty for a query
   * @param asking who waits for the answer of a query; null for anything else
   */
  record Request(String id, TypedEvent event, byte[] bytes, @Nullable Waiter asking)
      implements Message {}

  /**
   * A message on its way to a machine.
   *
   * @param source the partition it comes from, where it has a number in a stream; else -1
   * @param target the partition it goes to, when it was just sent; else -1
   * @param seq its number in the stream from {@code source}, from 1; 0 where it has none
   * @param readFrom the key of the inbox segment that it is the last of, when it was read from
   *     there: stepping it frees the segment
   */
  record Envelope(
      MachineRef<?> to,
      Message message,
      int source,
      int target,
      long seq,
      byte @Nullable [] readFrom) {
    /** What one takes in memory beside its bytes: about, with its places in queues. */
    private static final long OVERHEAD = 250;

    /** About how much memory it takes. */
    long bytes() {
      return OVERHEAD
          + switch (message) {
            case EventMessage(_, var bytes, _) -> bytes.length;
            case Request request -> request.bytes.length;
            case AskAnswered(_, var answer) -> answer.size();
            case RequestAnswered(_, var answer) -> answer.size();
            case CallAnswered(_, var answer) -> answer.size();
            case TimerFired _ -> 0;
          };
    }

    static Envelope unnumbered(MachineRef<?> to, Message message) {
      return new Envelope(to, message, -1, -1, 0, null);
    }
  }

  /** The messages that travel in streams, as bytes. */
  static void write(ByteWriter out, MachineRef<?> to, Message message) {
    switch (message) {
      case EventMessage(var name, var bytes, _) -> ref(out.u8('e'), to).text(name).blob(bytes);
      case AskAnswered(var callId, var answer) -> answer.write(ref(out.u8('a'), to).text(callId));
      case RequestAnswered(var id, var answer) -> answer.write(ref(out.u8('r'), to).text(id));
      case CallAnswered _, TimerFired _, Request _ ->
          throw new IllegalStateException("does not travel: " + message);
    }
  }

  private static ByteWriter ref(ByteWriter out, MachineRef<?> to) {
    return out.raw(Keys.prefix(to));
  }

  /** What {@link #write} wrote, as number {@code seq} of the stream from {@code source}. */
  static Envelope read(ByteReader in, int source, long seq, byte @Nullable [] readFrom) {
    int kind = in.u8();
    MachineRef<?> to = Keys.ref(in);
    Message message =
        switch (kind) {
          case 'e' -> new EventMessage(in.text(), in.blob(), null);
          case 'a' -> new AskAnswered(in.text(), Answer.read(in));
          case 'r' -> new RequestAnswered(in.text(), Answer.read(in));
          default -> throw new IllegalStateException("damaged record: message of kind " + kind);
        };
    return new Envelope(to, message, source, -1, seq, readFrom);
  }
}
