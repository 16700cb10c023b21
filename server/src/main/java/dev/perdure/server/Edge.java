package dev.perdure.server;

import io.helidon.http.DirectHandler;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.HttpException;
import io.helidon.http.HttpPrologue;
import io.helidon.http.RequestException;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Where HTTP of the library meets ours: reads requests within their bounds, has them answered, and
 * writes the answers. All requests pass here, whatever their path; the library routes nothing.
 */
final class Edge implements Filter {
  private static final System.Logger LOG = System.getLogger(Edge.class.getName());
  private static final int UNIT_BYTES = 1 << 10;
  private static final Header NO_STORE = HeaderValues.create("Cache-Control", "no-store");
  private static final Header NO_SNIFF = HeaderValues.create("X-Content-Type-Options", "nosniff");

  private final Routes routes;
  private final CallerCheck check;
  private final SlowCallers slow;
  private final Semaphore bodyUnits;
  private final BodyBound bodyBound;

  /**
   * The edge.
   *
   * @param allBodyBytes bodies of all requests together
   * @param bodyBound the body of one request
   */
  Edge(Routes routes, CallerCheck check, SlowCallers slow, int allBodyBytes, BodyBound bodyBound) {
    this.routes = routes;
    this.check = check;
    this.slow = slow;
    this.bodyUnits = new Semaphore(Math.ceilDiv(allBodyBytes, UNIT_BYTES));
    this.bodyBound = bodyBound;
  }

  /** Watches requests come in, which begins long before they are here. */
  Http1ConnectionListener listener() {
    return new Http1ConnectionListener() {
      @Override
      public void prologue(ConnectionContext connection, HttpPrologue prologue) {
        slow.begin();
      }
    };
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    boolean last = request.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
    Answer answer;
    try {
      answer = answer(request);
    } catch (CloseConnectionException | UncheckedIOException e) {
      throw e;
    } catch (RuntimeException e) {
      // The body is not HTTP, or over its bound: nobody knows where the next request begins.
      last = true;
      answer = problem(status(e), "", request.headers()).answer(rawPath(request));
    }
    slow.begin();
    send(answer, request.prologue().method().text().equals("HEAD"), last, response);
    slow.end();
    // The library says that it closes the connection, and reads the next request all the same.
    if (last) throw new CloseConnectionException("this was the last request");
  }

  private Answer answer(RoutingRequest request) {
    int units = units(request.headers());
    if (!bodyUnits.tryAcquire(units)) {
      drop(request);
      return tooManyBodies(request);
    }
    try {
      byte[] body = body(request);
      int used = Math.ceilDiv(body.length, UNIT_BYTES);
      bodyUnits.release(units - used);
      units = used;
      return answer(request, body);
    } finally {
      bodyUnits.release(units);
    }
  }

  /** What is kept free for the body: all that may come where its size is not told. */
  private int units(Headers headers) {
    if (headers.contains(HeaderNames.TRANSFER_ENCODING)) {
      return Math.ceilDiv(bodyBound.bytes(), UNIT_BYTES);
    }
    return (int) Math.ceilDiv(headers.contentLength().orElse(0), UNIT_BYTES);
  }

  private byte[] body(RoutingRequest request) {
    if (!request.content().hasEntity()) return new byte[0];
    // Where the length is not told, one more than the bound, which the library then sees broken.
    long most = request.headers().contentLength().orElse(bodyBound.bytes() + 1L);
    try {
      // Never closed: a stream that is closed after a fault waits for the rest of the body.
      InputStream in = request.content().inputStream();
      return in.readNBytes((int) Math.min(most, bodyBound.bytes() + 1L));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the body and keeps nothing of it. */
  private static void drop(RoutingRequest request) {
    if (!request.content().hasEntity()) return;
    try {
      request.content().inputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Answer answer(RoutingRequest request, byte[] body) {
    // What comes is here; the machine may take its time.
    slow.end();
    HttpPrologue prologue = request.prologue();
    String path = rawPath(request);
    try {
      Request ours =
          new Request(
              prologue.method().text(),
              UrlText.segments(path),
              UrlText.parameters(prologue.query().rawValue()),
              headers(request.headers()),
              body);
      check.check(ours);
      return routes.answer(ours);
    } catch (Problem problem) {
      return problem.answer(path);
    } catch (RuntimeException | Error e) {
      // An Error too: it is of this request, and the library would take it for one of the caller's.
      return fault(e, path);
    }
  }

  private static Answer fault(Throwable e, String path) {
    String id = UUID.randomUUID().toString();
    LOG.log(System.Logger.Level.ERROR, "HTTP fault " + id + " at " + path, e);
    return new Problem(ProblemType.FAULT, "a fault of this server; its log says more under " + id)
        .with("errorId", id)
        .answer(path);
  }

  private static Map<String, List<String>> headers(Headers headers) {
    Map<String, List<String>> lines = new LinkedHashMap<>();
    for (Header header : headers) {
      lines.put(header.headerName().lowerCase(), header.allValues());
    }
    return lines;
  }

  private static Answer tooManyBodies(RoutingRequest request) {
    return new Problem(
            ProblemType.OVERLOADED,
            "too many bodies are under way; send again with the same Idempotency-Key")
        .retryAfter(Duration.ofMillis(100))
        .answer(rawPath(request));
  }

  private static String rawPath(RoutingRequest request) {
    return request.prologue().uriPath().rawPath();
  }

  private static void send(Answer answer, boolean head, boolean last, RoutingResponse response) {
    response.status(Status.create(answer.status()));
    response.header(HeaderValues.create(HeaderNames.CONTENT_TYPE, answer.contentType()));
    response.header(NO_STORE);
    response.header(NO_SNIFF);
    if (last) response.header(HeaderValues.CONNECTION_CLOSE);
    for (Answer.Header header : answer.headers()) {
      response.header(HeaderValues.create(header.name(), header.value()));
    }
    if (head) {
      response.header(
          HeaderValues.create(HeaderNames.CONTENT_LENGTH, String.valueOf(answer.body().length)));
      response.send(new byte[0]);
    } else {
      response.send(answer.body());
    }
  }

  /**
   * The answer to what is not HTTP, or breaks a bound on the way in. The library has 501 and 505
   * for some of it, and 500 for much; to callers it is one thing, and theirs to mend. Faults of
   * ours do not come here: {@link #fault} has told of them.
   */
  DirectHandler.TransportResponse malformed(
      DirectHandler.TransportRequest request,
      DirectHandler.EventType type,
      Status status,
      ServerResponseHeaders headers,
      @Nullable String message) {
    slow.end();
    Problem problem = problem(status, message == null ? "" : message, request.headers());
    Answer answer = problem.answer(request.path());
    DirectHandler.TransportResponse.Builder told =
        DirectHandler.TransportResponse.builder()
            .status(Status.create(answer.status()))
            .header(HeaderValues.create(HeaderNames.CONTENT_TYPE, answer.contentType()))
            .keepAlive(false)
            .entity(answer.body());
    for (Answer.Header header : answer.headers()) {
      told.header(HeaderValues.create(header.name(), header.value()));
    }
    return told.build();
  }

  private static Status status(RuntimeException e) {
    return switch (e) {
      case RequestException request -> request.status();
      case HttpException http -> http.status();
      default -> Status.BAD_REQUEST_400;
    };
  }

  private Problem problem(Status status, String message, Headers headers) {
    if (status.code() == 413) return bodyBound.broken();
    if (status.code() == 414 || status.code() == 431 || message.equals("Header size exceeded")) {
      return new Problem(
          ProblemType.HEADERS_TOO_LARGE, "the request line or the headers are too long");
    }
    if (headers.contains(HeaderNames.CONTENT_ENCODING) && message.contains("ontent encoding")) {
      return new Problem(
              ProblemType.WRONG_CONTENT_TYPE, "the body has a Content-Encoding; send it plain")
          .accepted(List.of(Answer.JSON))
          .header("Accept-Encoding", "identity");
    }
    return new Problem(ProblemType.MALFORMED_REQUEST, "the request is not valid HTTP/1.1");
  }
}
