package dev.perdure.server;

import dev.perdure.node.Ingress.EventInfo;
import dev.perdure.node.NodeStatistics;
import dev.perdure.node.Operator;
import dev.perdure.server.NodeCalls.About;
import dev.perdure.server.Route.Success;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Shows the node: its machine types, whether it serves, its figures. */
final class NodeRoutes {
  private final Operator operator;
  private final NodeCalls calls;
  private final MachineTypes types;

  NodeRoutes(Operator operator, NodeCalls calls, MachineTypes types) {
    this.operator = operator;
    this.calls = calls;
    this.types = types;
  }

  List<Route> all() {
    return List.of(
        get(
            "/v1/types",
            "listTypes",
            "List the machine types and the events that they take from outside",
            new Success(200, "The machine types", Schemas.ref("MachineTypes")),
            this::types),
        get(
            "/v1/health",
            "checkHealth",
            "Say whether the node serves",
            new Success(200, "It serves", Schemas.ref("Health")),
            this::health),
        get(
            "/v1/statistics",
            "showStatistics",
            "Show the figures of the node since it was opened",
            new Success(200, "The figures", Schemas.ref("Statistics")),
            this::statistics));
  }

  private static Route get(
      String path, String id, String summary, Success success, Route.Handler handler) {
    return new Route(
        "GET", path, id, summary, List.of(), false, List.of(success), Set.of(), handler);
  }

  private Answer types(Request request) {
    List<Json> known = new ArrayList<>();
    for (MachineTypes.Known type : types.all()) {
      List<Json> events = new ArrayList<>();
      type.events().values().forEach(event -> events.add(event(event)));
      known.add(
          Json.object()
              .with("name", type.info().name())
              .with("placed", type.info().placed())
              .with("events", new Json.Items(events)));
    }
    return Answer.ok(Json.object().with("types", new Json.Items(known)));
  }

  private static Json event(EventInfo event) {
    return Json.object()
        .with("name", event.name())
        .with("replies", event.reply().isPresent())
        .with("query", event.query())
        .with("fields", Json.texts(event.fields().stream().map(field -> field.name()).toList()));
  }

  private Answer health(Request request) {
    Optional<String> outage = figures().outage();
    if (outage.isPresent()) throw Problems.unavailable(outage.get());
    return Answer.ok(Json.object().with("status", "serving"));
  }

  private Answer statistics(Request request) {
    NodeStatistics figures = figures();
    Json.Members body = Json.object();
    // By reflection, so that a figure that is added to the node is never left out here.
    for (RecordComponent component : NodeStatistics.class.getRecordComponents()) {
      figure(component, figures).ifPresent(value -> body.with(component.getName(), value));
    }
    return Answer.ok(body);
  }

  private NodeStatistics figures() {
    return calls.call(About.argument(ProblemType.BAD_PARAMETER), operator::statistics);
  }

  private static Optional<Json> figure(RecordComponent component, NodeStatistics figures) {
    try {
      return switch (component.getAccessor().invoke(figures)) {
        case Number number -> Optional.of(new Json.Whole(number.longValue()));
        case Optional<?> text -> text.map(present -> new Json.Text(present.toString()));
        case null -> Optional.empty();
        case Object other -> Optional.of(new Json.Text(other.toString()));
      };
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a figure cannot be read: " + component.getName(), e);
    }
  }
}
