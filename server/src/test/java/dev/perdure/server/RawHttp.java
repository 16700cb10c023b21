package dev.perdure.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
    ByteArrayOutputStream back = new ByteArrayOutputStream();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) Served.HANG.toMillis());
      try {
        socket.getOutputStream().write(bytes);
        socket.shutdownOutput();
        socket.getInputStream().transferTo(back);
      } catch (SocketTimeoutException e) {
        throw new AssertionError("a hang", e);
      } catch (SocketException e) {
        // The server has seen enough: it ended the connection before all was sent.
      }
    } catch (IOException e) {
      throw new AssertionError("no connection", e);
    }
    return answers(back.toString(StandardCharsets.ISO_8859_1));
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
