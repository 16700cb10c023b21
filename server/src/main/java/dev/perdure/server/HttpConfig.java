package dev.perdure.server;

import static java.util.Objects.requireNonNull;

import dev.perdure.node.NodeConfig;
import java.time.Duration;
import java.util.List;

/**
 * The settings of an {@link HttpServer}, all data.
 *
 * @param host the interface to bind to, by name or address; loopback is reached from this computer
 *     only
 * @param port the port to bind to; 0 for any that is free
 * @param hosts names, beside {@code host} and those of loopback, under which callers may address
 *     the server in the header {@code Host}: the public name, where a proxy passes it on
 * @param limits bounds on what callers may do
 */
public record HttpConfig(String host, int port, List<String> hosts, Limits limits) {
  /** Checks the port and copies the list. */
  public HttpConfig {
    requireNonNull(limits, "limits");
    if (host.isBlank()) {
      throw new IllegalArgumentException("the HTTP host is blank; use 127.0.0.1 for loopback");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("the HTTP port must be 0 to 65535, not " + port);
    }
    hosts = List.copyOf(hosts);
  }

  /** Loopback, any free port, the standard limits. */
  public static HttpConfig loopback() {
    return new HttpConfig("127.0.0.1", 0, List.of(), Limits.standard());
  }

  /** Host and port of the settings of the node, the standard limits. */
  public static HttpConfig of(NodeConfig node) {
    return loopback().host(node.httpHost()).port(node.httpPort());
  }

  /** With another host. */
  public HttpConfig host(String value) {
    return new HttpConfig(value, port, hosts, limits);
  }

  /** With another port. */
  public HttpConfig port(int value) {
    return new HttpConfig(host, value, hosts, limits);
  }

  /** With other names of the server. */
  public HttpConfig hosts(List<String> value) {
    return new HttpConfig(host, port, value, limits);
  }

  /** With other limits. */
  public HttpConfig limits(Limits value) {
    return new HttpConfig(host, port, hosts, value);
  }

  /**
   * Bounds on what callers may do. The size of an event is bounded by the node ({@link
   * NodeConfig#maxEventBytes}); a body may have 64 KiB more, for JSON has blanks.
   *
   * @param connections connections open at once; more of them wait to be accepted
   * @param requestLineBytes longest request line; a key of 512 bytes takes 1,536 when all of it is
   *     percent-encoded
   * @param headerBytes all headers of a request together
   * @param bodyBytes bodies of all requests under way together; at the bound callers are told
   *     Overloaded
   * @param transferTime how long a request may take to come in once it began, and an answer to go
   *     out
   * @param idleTime how long a connection may be open without a request; more than {@code maxWait}
   * @param maxWait the longest that a request waits for its reply, whatever it asks for; it is
   *     never more than nine tenths of {@link NodeConfig#requestTimeout}
   * @param closeTime how long closing waits for answers to go out
   */
  public record Limits(
      int connections,
      int requestLineBytes,
      int headerBytes,
      int bodyBytes,
      Duration transferTime,
      Duration idleTime,
      Duration maxWait,
      Duration closeTime) {
    /** Checks every bound. */
    public Limits {
      atLeast("connections", connections, 1);
      atLeast("requestLineBytes", requestLineBytes, 256);
      atLeast("headerBytes", headerBytes, 1_024);
      atLeast("bodyBytes", bodyBytes, 1_024);
      positive("transferTime", transferTime);
      positive("idleTime", idleTime);
      positive("maxWait", maxWait);
      positive("closeTime", closeTime);
      if (idleTime.compareTo(maxWait) <= 0) {
        throw new IllegalArgumentException(
            "idleTime must be more than maxWait of %s, not %s".formatted(maxWait, idleTime));
      }
    }

    /** 1,024 connections, 64 MiB of bodies, 30 s for a transfer, waits of up to 60 s. */
    public static Limits standard() {
      return new Limits(
          1_024,
          8_192,
          16_384,
          64 << 20,
          Duration.ofSeconds(30),
          Duration.ofSeconds(90),
          Duration.ofSeconds(60),
          Duration.ofSeconds(5));
    }

    private static void atLeast(String name, int value, int least) {
      if (value < least) {
        throw new IllegalArgumentException(
            "%s must be at least %d, not %d".formatted(name, least, value));
      }
    }

    private static void positive(String name, Duration value) {
      if (value.isNegative() || value.isZero()) {
        throw new IllegalArgumentException(name + " must be more than zero, not " + value);
      }
    }
  }
}
