package dev.perdure.benchmarks.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One connection with at most one request under way. It reads of HTTP/1.1 what the server of this
 * project sends, an answer with a Content-Length, and does little else: it shares the processors
 * with what it measures. Used by one thread.
 */
final class LoadConnection implements AutoCloseable {
  private static final int BUFFER_BYTES = 8_192;
  private static final String END_OF_HEAD = "\r\n\r\n";
  private static final String LENGTH = "\r\ncontent-length: ";

  private final SocketChannel channel;
  private final ByteBuffer in = ByteBuffer.allocate(BUFFER_BYTES);
  private long sentNanos;
  private long tookNanos;

  LoadConnection(Selector selector, InetSocketAddress server) throws IOException {
    channel = SocketChannel.open(server);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, this);
  }

  /** Sends a request. */
  void send(byte[] request) throws IOException {
    sentNanos = System.nanoTime();
    in.clear();
    // Never refused: it is the only one under way, and smaller than what the system buffers.
    if (channel.write(ByteBuffer.wrap(request)) < request.length) {
      throw new IOException("a request was not taken as a whole");
    }
  }

  /**
   * Reads what is there. Returns whether the answer is complete.
   *
   * @throws IOException if it is another than 200
   */
  boolean read() throws IOException {
    if (channel.read(in) < 0) throw new IOException("the server has closed a connection");
    String text = new String(in.array(), 0, in.position(), StandardCharsets.ISO_8859_1);
    int head = text.indexOf(END_OF_HEAD);
    if (head < 0) return false;
    int bodyAt = head + END_OF_HEAD.length();
    int bodyEnd = bodyAt + contentLength(text.substring(0, bodyAt));
    if (text.length() < bodyEnd) return false;
    if (!text.startsWith("HTTP/1.1 200 ")) throw new IOException("not acknowledged: " + text);
    tookNanos = System.nanoTime() - sentNanos;
    return true;
  }

  private static int contentLength(String head) throws IOException {
    int at = head.toLowerCase(Locale.ROOT).indexOf(LENGTH);
    if (at < 0) throw new IOException("an answer without Content-Length: " + head);
    int from = at + LENGTH.length();
    return Integer.parseInt(head.substring(from, head.indexOf('\r', from)));
  }

  /** How long the last answer took. */
  long tookNanos() {
    return tookNanos;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
