package dev.perdure.server;

import static java.util.Objects.requireNonNull;

import dev.perdure.node.Node;
import io.helidon.http.DirectHandler;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;

/**
 * The way into a node over HTTP/1.1 with JSON: events in, replies out, machines and parked events
 * for operators. What it takes and gives is described at {@code /openapi.json}.
 *
 * <pre>{@code
 * try (Node node = Node.open(config, OrderMachine.DEFINITION);
 *     HttpServer http = HttpServer.start(node, HttpConfig.of(config))) {
 *   System.out.println("serving on port " + http.port());
 *   shutdown.await();
 * }
 * }</pre>
 *
 * <p>Each connection has a virtual thread, which waits for the node. There is no authentication:
 * whoever can connect can call, so it binds to loopback unless told otherwise. All methods may be
 * called from any thread.
 */
public final class HttpServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(HttpServer.class.getName());

  private final NodeCalls calls;
  private final SlowCallers slow;
  private final WebServer server;

  private HttpServer(Node node, HttpConfig config) {
    InetAddress address = resolved(config.host());
    checkFree(address, config.port());
    HttpConfig.Limits limits = config.limits();
    calls = new NodeCalls(node);
    Routes routes = new Routes(node, calls, limits.maxWait());
    slow = new SlowCallers(limits.transferTime());
    BodyBound bodyBound = BodyBound.of(node.config().maxEventBytes(), limits.bodyBytes());
    Edge edge =
        new Edge(routes, new CallerCheck(config, address), slow, limits.bodyBytes(), bodyBound);
    server = server(config, address, edge, bodyBound);
  }

  /**
   * Serves a node. Returns when callers can connect.
   *
   * @throws IllegalStateException if the host is unknown or the port is taken
   */
  public static HttpServer start(Node node, HttpConfig config) {
    HttpServer http = new HttpServer(node, config);
    http.server.start();
    // The library tells its log why it did not start, and nobody else.
    if (!http.server.isRunning()) {
      http.slow.close();
      throw new IllegalStateException(
          "HTTP cannot bind to %s:%d; the log says why".formatted(config.host(), config.port()));
    }
    LOG.log(
        System.Logger.Level.INFO, "serving HTTP on {0}:{1,number,#}", config.host(), http.port());
    return http;
  }

  /** The port it is bound to. */
  public int port() {
    return server.port();
  }

  /** How many requests wait for the node now. */
  int waiting() {
    return calls.waiting();
  }

  /**
   * Takes no more requests, ends the waits of those under way (they are told to come again), and
   * returns when their answers are out. The node goes on; close it afterwards.
   */
  @Override
  public void close() {
    calls.close();
    server.stop();
    slow.close();
  }

  private static WebServer server(
      HttpConfig config, InetAddress address, Edge edge, BodyBound bodyBound) {
    HttpConfig.Limits limits = config.limits();
    Duration idleCheck = limits.idleTime().dividedBy(4);
    Http1Config http1 =
        Http1Config.builder()
            .maxPrologueLength(limits.requestLineBytes())
            .maxHeadersSize(limits.headerBytes())
            // Paths are taken apart here, where a bad one gets an answer that says what is wrong.
            .validatePath(false)
            .validatePrologue(false)
            .sendKeepAliveHeader(false)
            .addReceiveListener(edge.listener())
            .build();
    DirectHandlers.Builder direct = DirectHandlers.builder();
    for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
      direct.addHandler(type, edge::malformed);
    }
    return WebServer.builder()
        .address(address)
        .port(config.port())
        .shutdownHook(false)
        .featuresDiscoverServices(false)
        .protocolsDiscoverServices(false)
        .addProtocol(http1)
        // For the edge, which reads no more from it than which bound was broken.
        .errorHandling(errors -> errors.includeEntity(true))
        .connectionOptions(options -> options.tcpNoDelay(true))
        .maxTcpConnections(limits.connections())
        .maxPayloadSize(bodyBound.bytes())
        .idleConnectionTimeout(limits.idleTime())
        .idleConnectionPeriod(idleCheck)
        .shutdownGracePeriod(limits.closeTime())
        .directHandlers(direct.build())
        .routing(HttpRouting.builder().addFilter(edge))
        .build();
  }

  private static InetAddress resolved(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("HTTP cannot bind to %s: no such host".formatted(host), e);
    }
  }

  /** Binds for a moment, which says what is wrong where the library would only log it. */
  private static void checkFree(InetAddress address, int port) {
    if (port == 0) return;
    try (ServerSocket probe = new ServerSocket(port, 1, address)) {
      requireNonNull(probe);
    } catch (IOException e) {
      throw new IllegalStateException(
          "HTTP cannot bind to %s:%d: %s; is another program using the port?"
              .formatted(address.getHostAddress(), port, e.getMessage()),
          e);
    }
  }
}
