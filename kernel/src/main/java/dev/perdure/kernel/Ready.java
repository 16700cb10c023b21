package dev.perdure.kernel;

import dev.perdure.kernel.Message.Envelope;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The messages that a partition has in memory and has not looked at yet, oldest first. Who adds
 * looks first whether it is full, by their number or by the memory that they take. Used by the
 * partition alone.
 */
final class Ready implements Iterable<Envelope> {
  private final ArrayDeque<Envelope> messages = new ArrayDeque<>();
  private final int maxMessages;
  private final long maxBytes;
  private long bytes;

  Ready(int maxMessages, long maxBytes) {
    this.maxMessages = maxMessages;
    this.maxBytes = maxBytes;
  }

  void add(Envelope envelope) {
    bytes += envelope.bytes();
    messages.add(envelope);
  }

  @Nullable Envelope poll() {
    Envelope first = messages.poll();
    if (first != null) {
      bytes -= first.bytes();
    }
    return first;
  }

  @Nullable Envelope peek() {
    return messages.peek();
  }

  /** Whether nothing may be added that can wait elsewhere. */
  boolean isFull() {
    return messages.size() >= maxMessages || bytes >= maxBytes;
  }

  /** Whether reading more from the store is not worth while yet. */
  boolean isHalfFull() {
    return messages.size() > maxMessages / 2 || bytes > maxBytes / 2;
  }

  boolean isEmpty() {
    return messages.isEmpty();
  }

  int size() {
    return messages.size();
  }

  @Override
  public Iterator<Envelope> iterator() {
    return messages.iterator();
  }
}
