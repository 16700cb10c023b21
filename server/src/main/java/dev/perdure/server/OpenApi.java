package dev.perdure.server;

import dev.perdure.node.Ingress.EventInfo;
import dev.perdure.node.NodeStatistics;
import dev.perdure.node.Operator.Status;
import dev.perdure.server.Route.Parameter;
import dev.perdure.server.Route.Place;
import dev.perdure.server.Route.Success;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Describes the server in OpenAPI 3.1, from the routes that it serves and the machine types of its
 * node. Each public event has a path of its own, so that its fields can be described.
 */
final class OpenApi {
  private static final Json RETRY_AFTER =
      Json.object()
          .with("description", "Seconds until it makes sense to send the request again")
          .with("schema", Schemas.type("integer"));

  private final Schemas schemas = new Schemas();
  private final Map<String, Json.Members> paths = new LinkedHashMap<>();

  private OpenApi() {}

  /** The description. */
  static Json describe(List<Route> routes, MachineTypes types) {
    return new OpenApi().document(routes, types);
  }

  private Json document(List<Route> routes, MachineTypes types) {
    fixedSchemas();
    for (Route route : routes) {
      if (route.template().equals(EventRoutes.TEMPLATE)) {
        types.all().forEach(type -> events(route, type));
      } else {
        path(route.template()).with(method(route), operation(route));
      }
    }
    Json.Members components = Json.object();
    schemas.named().forEach(components::with);
    Json.Members described = Json.object();
    paths.forEach(described::with);
    return Json.object()
        .with("openapi", "3.1.1")
        .with(
            "info",
            Json.object()
                .with("title", "Perdure")
                .with("version", "v1")
                .with(
                    "description",
                    "Reliable state machines over HTTP. Every event but a query carries an"
                        + " Idempotency-Key: sent again with the same key, it is stepped once and"
                        + " answered the same."))
        .with("paths", described)
        .with("components", Json.object().with("schemas", components));
  }

  private Json.Members path(String template) {
    return paths.computeIfAbsent(template, any -> Json.object());
  }

  private static String method(Route route) {
    return route.method().toLowerCase(Locale.ROOT);
  }

  private void events(Route route, MachineTypes.Known type) {
    for (EventInfo event : type.events().values()) {
      String template =
          route
              .template()
              .replace("{type}", UrlText.encode(type.info().name()))
              .replace("{event}", UrlText.encode(event.name()));
      path(template).with(method(route), event(route, type, event));
    }
  }

  private Json event(Route route, MachineTypes.Known type, EventInfo event) {
    String name = type.info().name() + "." + event.name();
    String schema = name.replaceAll("[^A-Za-z0-9._-]+", "-");
    schemas.put(schema, schemas.event(event.fields()));
    List<Json> parameters = new ArrayList<>();
    for (Parameter parameter : route.parameters()) {
      boolean fixed = parameter.place() == Place.PATH && !parameter.equals(Common.KEY);
      boolean keyOfQuery = event.query() && parameter.name().equals(EventRoutes.IDEMPOTENCY_KEY);
      boolean placement = parameter.equals(Common.PLACEMENT);
      boolean noReply = event.reply().isEmpty() && parameter.name().equals(EventRoutes.REPLY);
      if (fixed || keyOfQuery || noReply || (placement && !type.info().placed())) continue;
      parameters.add(parameter(parameter, placement || parameter.required()));
    }
    List<Success> successes = new ArrayList<>();
    for (Success success : route.successes()) {
      if (success.status() == 200) {
        event
            .reply()
            .ifPresent(
                reply -> successes.add(new Success(200, success.meaning(), schemas.of(reply))));
      } else if (!event.query()) {
        successes.add(success);
      }
    }
    Json.Members operation =
        Json.object()
            .with("operationId", schema)
            .with("summary", (event.query() ? "Ask a machine: " : "Send an event: ") + name)
            .with("tags", Json.texts(List.of(type.info().name())))
            .with("parameters", new Json.Items(parameters))
            .with("requestBody", body(Schemas.ref(schema), !event.fields().isEmpty()))
            .with("responses", responses(successes, route.problems()));
    return operation;
  }

  private Json operation(Route route) {
    Json.Members operation =
        Json.object()
            .with("operationId", route.id())
            .with("summary", route.summary())
            .with(
                "parameters",
                new Json.Items(
                    route.parameters().stream().map(p -> parameter(p, p.required())).toList()));
    if (route.hasBody()) operation.with("requestBody", body(Schemas.type("object"), false));
    return operation.with("responses", responses(route.successes(), route.problems()));
  }

  private static Json parameter(Parameter parameter, boolean required) {
    return Json.object()
        .with("name", parameter.name())
        .with("in", parameter.place().name().toLowerCase(Locale.ROOT))
        .with("required", required)
        .with("description", parameter.meaning())
        .with("schema", parameter.schema());
  }

  private static Json body(Json schema, boolean required) {
    return Json.object().with("required", required).with("content", content(Answer.JSON, schema));
  }

  private static Json content(String type, Json schema) {
    return Json.object().with(type, Json.object().with("schema", schema));
  }

  private static Json responses(List<Success> successes, Set<ProblemType> own) {
    Json.Members responses = Json.object();
    for (Success success : successes) {
      responses.with(
          String.valueOf(success.status()),
          Json.object()
              .with("description", success.meaning())
              .with("content", content(Answer.JSON, success.schema())));
    }
    EnumSet<ProblemType> problems = EnumSet.copyOf(Route.EVERYWHERE);
    problems.addAll(own);
    Map<Integer, List<ProblemType>> byStatus =
        problems.stream()
            .collect(Collectors.groupingBy(ProblemType::status, TreeMap::new, Collectors.toList()));
    byStatus.forEach(
        (status, types) -> {
          Json.Members response =
              Json.object()
                  .with(
                      "description",
                      types.stream().map(ProblemType::title).collect(Collectors.joining("; ")));
          if (types.stream().anyMatch(ProblemType::passes)) {
            response.with("headers", Json.object().with("Retry-After", RETRY_AFTER));
          }
          responses.with(
              String.valueOf(status),
              response.with("content", content(Problem.CONTENT_TYPE, Schemas.ref("Problem"))));
        });
    return responses;
  }

  private void fixedSchemas() {
    Json text = Schemas.text();
    Json.Members number = Schemas.type("integer");
    Json dateTime = Schemas.text().with("format", "date-time");
    schemas.put(
        "Problem",
        Schemas.object(
            Json.object()
                .with(
                    "type",
                    Schemas.oneOf(
                        Arrays.stream(ProblemType.values()).map(ProblemType::uri).toList()))
                .with("title", text)
                .with("status", number)
                .with("detail", text)
                .with("instance", text)
                .with("eventType", text)
                .with("field", Schemas.text().with("format", "json-pointer"))
                .with("expected", text)
                .with("found", text)
                .with("parameter", text)
                .with("accepted", Schemas.list(text))
                .with("cause", text)
                .with("reason", text)
                .with("machineStatus", text)
                .with("sizeBytes", number)
                .with("boundBytes", number)
                .with("setting", text)
                .with("retryAfterMillis", number)
                .with("errorId", text),
            List.of("type", "title", "status", "detail", "instance")));
    schemas.put(
        "MachineRef",
        Schemas.object(
            Json.object().with("type", text).with("placement", text).with("key", text),
            List.of("type", "key")));
    schemas.put(
        "Timer",
        Schemas.object(
            Json.object()
                .with("event", text)
                .with("name", text)
                .with("due", dateTime)
                .with("period", Schemas.text().with("format", "duration")),
            List.of("event", "name", "due")));
    Json.Members parked =
        Json.object()
            .with("event", text)
            .with("body", Schemas.any())
            .with("attempts", number)
            .with("at", dateTime)
            .with("reason", text)
            .with("detail", text);
    List<String> parkedNames = List.of("event", "body", "attempts", "at", "reason", "detail");
    schemas.put("ParkedEvent", Schemas.object(parked, parkedNames));
    schemas.put(
        "ParkedPage",
        page(
            Schemas.object(
                Json.object().with("machine", Schemas.ref("MachineRef")).withAll(parked),
                Stream.concat(Stream.of("machine"), parkedNames.stream()).toList())));
    Json.Members entry =
        Json.object()
            .with("type", text)
            .with("placement", text)
            .with("key", text)
            .with(
                "status", Schemas.oneOf(Arrays.stream(Status.values()).map(Status::name).toList()))
            .with("stateName", text)
            .with("mailboxLength", number);
    List<String> entryNames = List.of("type", "key", "status", "stateName", "mailboxLength");
    schemas.put("MachineEntry", Schemas.object(entry, entryNames));
    schemas.put("MachinePage", page(Schemas.ref("MachineEntry")));
    schemas.put(
        "Machine",
        Schemas.object(
            Json.object()
                .withAll(entry)
                .with("state", Schemas.any())
                .with("timers", Schemas.list(Schemas.ref("Timer")))
                .with("moreTimers", Schemas.type("boolean"))
                .with("parked", Schemas.ref("ParkedEvent")),
            entryNames));
    schemas.put(
        "MachineTypes",
        Schemas.object(Json.object().with("types", Schemas.list(machineType())), List.of("types")));
    schemas.put(
        "Health",
        Schemas.object(
            Json.object().with("status", Json.object().with("const", "serving")),
            List.of("status")));
    Json.Members figures = Json.object();
    for (RecordComponent component : NodeStatistics.class.getRecordComponents()) {
      boolean isNumber = component.getType().isPrimitive();
      figures.with(component.getName(), isNumber ? number : text);
    }
    schemas.put("Statistics", Schemas.object(figures, List.of()));
  }

  private static Json machineType() {
    Json flag = Schemas.type("boolean");
    Json event =
        Schemas.object(
            Json.object()
                .with("name", Schemas.text())
                .with("replies", flag)
                .with("query", flag)
                .with("fields", Schemas.list(Schemas.text())),
            List.of("name", "replies", "query", "fields"));
    return Schemas.object(
        Json.object()
            .with("name", Schemas.text())
            .with("placed", flag)
            .with("events", Schemas.list(event)),
        List.of("name", "placed", "events"));
  }

  private static Json page(Json item) {
    return Schemas.object(
        Json.object().with("items", Schemas.list(item)).with("next", Schemas.text()),
        List.of("items"));
  }
}
