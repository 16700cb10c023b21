package dev.perdure.benchmarks.http;

import dev.perdure.benchmarks.measure.Meter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Load on counters that are served over HTTP: each connection asks a random one to add 1, waits for
 * the answer, and goes on. One thread does it all.
 */
final class CounterLoad implements AutoCloseable {
  private static final String BODY = "{\"number\":1}";
  private static final long WAIT_MILLIS = 10;

  private final int machines;
  private final SplittableRandom random = new SplittableRandom();
  private final Selector selector = Selector.open();
  private final List<LoadConnection> connections = new ArrayList<>();
  private final List<LoadConnection> answered = new ArrayList<>();
  private long acknowledged;

  /** Connects. */
  CounterLoad(InetSocketAddress server, int connections, int machines) throws IOException {
    this.machines = machines;
    try {
      for (int i = 0; i < connections; i++) {
        this.connections.add(new LoadConnection(selector, server));
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** How many additions were acknowledged as durable. */
  long acknowledged() {
    return acknowledged;
  }

  /** Sends the first request of each connection. */
  void begin() throws IOException {
    for (LoadConnection connection : connections) {
      add(connection);
    }
  }

  /** Goes on until the time has come; tells what each request took. */
  void runUntil(long nanos, Meter meter) throws IOException {
    while (System.nanoTime() - nanos < 0) {
      for (LoadConnection connection : await()) {
        meter.took(connection.tookNanos());
        add(connection);
      }
    }
  }

  /** Waits for the last answer of each connection. */
  void end() throws IOException {
    int missing = connections.size();
    while (missing > 0) {
      missing -= await().size();
    }
  }

  private void add(LoadConnection connection) throws IOException {
    String request =
        "POST /v1/machines/counter/"
            + random.nextInt(machines)
            + "/events/Add?reply=wait HTTP/1.1\r\n"
            + "Host: localhost\r\n"
            + "Content-Type: application/json\r\n"
            + "Content-Length: "
            + BODY.length()
            + "\r\nIdempotency-Key: "
            + Long.toString(random.nextLong(), 36)
            + "\r\n\r\n"
            + BODY;
    connection.send(request.getBytes(StandardCharsets.US_ASCII));
  }

  /** Connections with an addition that was acknowledged, after a short wait if there are none. */
  private List<LoadConnection> await() throws IOException {
    answered.clear();
    selector.select(WAIT_MILLIS);
    for (SelectionKey key : selector.selectedKeys()) {
      LoadConnection connection = (LoadConnection) key.attachment();
      if (connection.read()) answered.add(connection);
    }
    selector.selectedKeys().clear();
    acknowledged += answered.size();
    return answered;
  }

  @Override
  public void close() throws IOException {
    for (LoadConnection connection : connections) {
      connection.close();
    }
    selector.close();
  }
}
