package dev.perdure.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A caller that sends any bytes, and finds the answers in what comes back. */
final class RawHttp {
  private final int port;

  RawHttp(int port) {
    this.port = port;
  }

  /** One answer. */
  record Raw(int status, String head, String body) {
    String header(String name) {
      return head.lines()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT)))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("");
    }
  }

  /** Sends the text and nothing more; the answers until the server ends the connection. */
  List<Raw> send(String text) {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Sends the bytes and nothing more; the answers until the server ends the connection. */
  List<Raw> send(byte[] bytes) {
    return connected(
        bytes,
        (socket, back) -> {
          socket.shutdownOutput();
          socket.getInputStream().transferTo(back);
        });
  }

  /** As {@link #send}, but the caller might go on: the server ends it of its own will. */
  List<Raw> stay(String text) {
    return connected(
        text.getBytes(StandardCharsets.ISO_8859_1),
        (socket, back) -> socket.getInputStream().transferTo(back));
  }

  /** As {@link #send}, for a whole request: it is answered before the server knows of the end. */
  List<Raw> exchange(byte[] bytes) {
    return connected(
        bytes,
        (socket, back) -> {
          InputStream in = socket.getInputStream();
          while (!text(back).contains("\r\n\r\n") && copy(in, back)) {}
          socket.shutdownOutput();
          in.transferTo(back);
        });
  }

  /** Copies what is there, and returns whether the end is not. */
  private static boolean copy(InputStream in, ByteArrayOutputStream back) throws IOException {
    byte[] some = new byte[8_192];
    int count = in.read(some);
    if (count > 0) back.write(some, 0, count);
    return count > 0;
  }

  /** What is done with a connection when the request is sent. */
  private interface Reading {
    void from(Socket socket, ByteArrayOutputStream back) throws IOException;
  }

  private List<Raw> connected(byte[] bytes, Reading reading) {
    ByteArrayOutputStream back = new ByteArrayOutputStream();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) Served.HANG.toMillis());
      try {
        socket.getOutputStream().write(bytes);
        reading.from(socket, back);
      } catch (SocketTimeoutException e) {
        throw new AssertionError("a hang", e);
      } catch (SocketException e) {
        // The server has seen enough: it ended the connection before all was sent.
      }
    } catch (IOException e) {
      throw new AssertionError("no connection", e);
    }
    return answers(text(back));
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  private static List<Raw> answers(String back) {
    List<Raw> answers = new ArrayList<>();
    int at = 0;
    while (at < back.length()) {
      int end = back.indexOf("\r\n\r\n", at);
      if (end < 0) throw new AssertionError("no end of the headers: " + back.substring(at));
      String head = back.substring(at, end);
      if (!head.startsWith("HTTP/1.1 ")) throw new AssertionError("no HTTP: " + head);
      Raw bare = new Raw(Integer.parseInt(head.substring(9, 12)), head, "");
      at = end + 4;
      if (bare.status() == 100) continue;
      String length = bare.header("content-length");
      int size = length.isEmpty() ? 0 : Integer.parseInt(length);
      int bodyEnd = Math.min(back.length(), at + size);
      answers.add(new Raw(bare.status(), head, back.substring(at, bodyEnd)));
      at = bodyEnd;
    }
    return answers;
  }
}
