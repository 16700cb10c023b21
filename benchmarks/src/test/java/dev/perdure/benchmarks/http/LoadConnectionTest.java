package dev.perdure.benchmarks.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Selector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LoadConnectionTest {
  private ServerSocket listening;
  private Selector selector;
  private LoadConnection connection;
  private Socket server;

  @BeforeEach
  void connect() throws IOException {
    listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    selector = Selector.open();
    connection =
        new LoadConnection(
            selector, new InetSocketAddress(listening.getInetAddress(), listening.getLocalPort()));
    server = listening.accept();
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    connection.close();
    selector.close();
    listening.close();
  }

  /** Has the server say something, and reads what has come; whether the answer is complete. */
  private boolean said(String text) throws IOException {
    server.getOutputStream().write(text.getBytes(US_ASCII));
    selector.select();
    selector.selectedKeys().clear();
    return connection.read();
  }

  @Test
  void anAnswerInPiecesIsCompleteWithItsLast() throws IOException {
    for (int i = 0; i < 2; i++) {
      connection.send("x".getBytes(US_ASCII));
      assertThat(said("HTTP/1.1 200 OK\r\nDate: x\r\nContent-Le")).isFalse();
      assertThat(said("ngth: 4\r\n\r\n12")).isFalse();
      assertThat(said("34")).isTrue();
    }
  }

  @Test
  void whatIsNotAcknowledgedIsToldWhole() throws IOException {
    connection.send("x".getBytes(US_ASCII));
    assertThatThrownBy(() -> said("HTTP/1.1 429 x\r\nContent-Length: 4\r\n\r\nfull"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("429")
        .hasMessageContaining("full");
  }

  @Test
  void aConnectionThatTheServerClosesIsAFailure() throws IOException {
    connection.send("x".getBytes(US_ASCII));
    server.close();
    selector.select();
    assertThatThrownBy(connection::read).isInstanceOf(IOException.class);
  }
}
