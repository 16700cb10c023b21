package dev.perdure.server;

import dev.perdure.RequestId;
import dev.perdure.node.Ingress;
import dev.perdure.node.Ingress.EventInfo;
import dev.perdure.server.MachineTypes.Address;
import dev.perdure.server.NodeCalls.About;
import dev.perdure.server.Route.Parameter;
import dev.perdure.server.Route.Success;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** Sends events to machines, with or without waiting for the reply. */
final class EventRoutes {
  static final String TEMPLATE = "/v1/machines/{type}/{key}/events/{event}";
  static final String IDEMPOTENCY_KEY = "Idempotency-Key";
  static final String REPLY = "reply";

  private static final String WAIT = "wait";
  private static final String PREFER = "Prefer";

  private final Ingress ingress;
  private final NodeCalls calls;
  private final MachineTypes types;
  private final Duration maxWait;

  EventRoutes(Ingress ingress, NodeCalls calls, MachineTypes types, Duration maxWait) {
    this.ingress = ingress;
    this.calls = calls;
    this.types = types;
    this.maxWait = maxWait;
  }

  List<Route> all() {
    return List.of(
        new Route(
            "POST",
            TEMPLATE,
            "sendEvent",
            "Send an event to a machine",
            List.of(
                Common.TYPE,
                Common.KEY,
                Parameter.path("event", "The name of the event", Schemas.text()),
                Common.PLACEMENT,
                Parameter.query(
                    REPLY,
                    "'wait' to wait for the reply of the machine; a query is always waited for",
                    Schemas.oneOf(List.of("wait", "none"))),
                Parameter.query(
                    WAIT,
                    "Seconds to wait at most; the server has a bound of its own",
                    Schemas.whole(0, Integer.MAX_VALUE)),
                Parameter.header(
                    PREFER,
                    false,
                    "'wait=SECONDS' (RFC 7240), the same as the parameter, which goes before it",
                    Schemas.text()),
                Parameter.header(
                    IDEMPOTENCY_KEY,
                    true,
                    "Names this request for ever: 1 to 200 characters of printable ASCII. Sent"
                        + " again with the same key, it is stepped once and answered the same."
                        + " Queries do without",
                    Schemas.idempotencyKey())),
            true,
            List.of(
                new Success(200, "The reply of the machine", Schemas.any()),
                new Success(
                    202, "The event is durable in the machine's mailbox", Schemas.accepted())),
            EnumSet.of(
                ProblemType.BAD_ADDRESS,
                ProblemType.BAD_EVENT,
                ProblemType.BAD_IDEMPOTENCY_KEY,
                ProblemType.UNKNOWN_MACHINE_TYPE,
                ProblemType.UNKNOWN_EVENT,
                ProblemType.REFUSED,
                ProblemType.HALTED,
                ProblemType.WRONG_CONTENT_TYPE,
                ProblemType.KEY_REUSED,
                ProblemType.WAIT_OVER),
            this::post));
  }

  private Answer post(Request request) {
    Address to = types.address(request);
    EventInfo event = to.type().event(request.segments().get(5));
    Duration patience = patience(request);
    boolean wait = waits(request, event);
    request.requireJson();
    if (event.query()) return query(to, event, request.body(), patience);
    RequestId id = requestId(request);
    return wait
        ? ask(id, to, event, request.body(), patience)
        : send(id, to, event, request.body(), patience);
  }

  private Answer query(Address to, EventInfo event, byte[] body, Duration patience) {
    return Answer.ok(
        calls.await(
            about(event, "the query was not answered in time; ask again"),
            patience,
            () -> ingress.query(to.typeName(), to.tag(), to.key(), event.name(), body)));
  }

  private Answer ask(RequestId id, Address to, EventInfo event, byte[] body, Duration patience) {
    return Answer.ok(
        calls.await(
            about(
                event,
                "the machine has not replied yet, and may still do so; send the request again with"
                    + " the same Idempotency-Key to go on waiting"),
            patience,
            () -> ingress.ask(id, to.typeName(), to.tag(), to.key(), event.name(), body)));
  }

  private Answer send(RequestId id, Address to, EventInfo event, byte[] body, Duration patience) {
    calls.await(
        about(
            event,
            "the event is not known to be durable yet; send the request again with the same"
                + " Idempotency-Key to learn it"),
        patience,
        () -> ingress.send(id, to.typeName(), to.tag(), to.key(), event.name(), body));
    Json accepted = Json.object().with("status", "accepted").with("idempotencyKey", id.value());
    return new Answer(202, Answer.JSON, accepted.bytes(), List.of());
  }

  private static About about(EventInfo event, String over) {
    return new About(event.name(), ProblemType.BAD_ADDRESS, over);
  }

  private static RequestId requestId(Request request) {
    List<String> lines = request.header(IDEMPOTENCY_KEY);
    if (lines.size() != 1) {
      throw new Problem(
          ProblemType.BAD_IDEMPOTENCY_KEY,
          lines.isEmpty()
              ? "the header Idempotency-Key is missing; make one up for each request, and send it"
                  + " again when you retry"
              : "the header Idempotency-Key is there more than once");
    }
    try {
      return RequestId.of(lines.getFirst());
    } catch (IllegalArgumentException e) {
      throw new Problem(ProblemType.BAD_IDEMPOTENCY_KEY, String.valueOf(e.getMessage()));
    }
  }

  private static boolean waits(Request request, EventInfo event) {
    String reply = request.parameter(REPLY).orElse("none");
    boolean wait =
        switch (reply) {
          case "wait" -> true;
          case "none" -> false;
          default ->
              throw Problems.badParameter(REPLY, "the parameter reply is neither wait nor none")
                  .accepted(List.of("wait", "none"));
        };
    if (wait && event.reply().isEmpty()) {
      throw Problems.badParameter(REPLY, "the event has no reply to wait for: leave out reply=wait")
          .with("eventType", event.name());
    }
    return wait;
  }

  private Duration patience(Request request) {
    Optional<String> wanted = request.parameter(WAIT);
    if (wanted.isPresent()) {
      return bounded(
          seconds(wanted.get())
              .orElseThrow(
                  () ->
                      Problems.badParameter(
                          WAIT,
                          "the parameter wait must be a number of seconds from 0 to "
                              + Integer.MAX_VALUE)));
    }
    // A preference that makes no sense is passed over (RFC 7240, section 2).
    return request.header(PREFER).stream()
        .flatMap(line -> List.of(line.split(",", -1)).stream())
        .map(String::strip)
        .filter(preference -> preference.startsWith("wait="))
        .flatMap(preference -> seconds(preference.substring("wait=".length())).stream())
        .findFirst()
        .map(this::bounded)
        .orElse(maxWait);
  }

  private Duration bounded(Duration wanted) {
    return wanted.compareTo(maxWait) < 0 ? wanted : maxWait;
  }

  private static Optional<Duration> seconds(String text) {
    boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digits || text.length() > 10) return Optional.empty();
    long seconds = Long.parseLong(text);
    return seconds > Integer.MAX_VALUE
        ? Optional.empty()
        : Optional.of(Duration.ofSeconds(seconds));
  }
}
