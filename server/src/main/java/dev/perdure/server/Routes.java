package dev.perdure.server;

import dev.perdure.node.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Everything that the server can be asked, and who answers it. */
final class Routes {
  private final List<Route> all = new ArrayList<>();
  private final byte[] description;

  /** The routes of a node. */
  Routes(Node node, NodeCalls calls, Duration maxWait) {
    MachineTypes types = new MachineTypes(node.ingress().types());
    // The node gives up a request after this time, for a reason that it cannot tell; the caller is
    // told before that its wait is over.
    Duration before = node.config().requestTimeout().multipliedBy(9).dividedBy(10);
    Duration patience = before.compareTo(maxWait) < 0 ? before : maxWait;
    MachineRoutes machines = new MachineRoutes(node.operator(), calls, types, patience);
    all.addAll(new EventRoutes(node.ingress(), calls, types, patience).all());
    all.addAll(machines.all());
    all.addAll(
        new OperatorRoutes(node.ingress(), node.operator(), calls, types, machines, patience)
            .all());
    all.addAll(new NodeRoutes(node.operator(), calls, types).all());
    all.add(
        new Route(
            "GET",
            "/openapi.json",
            "describe",
            "Describe this server in OpenAPI 3.1",
            List.of(),
            false,
            List.of(new Route.Success(200, "The description", Schemas.type("object"))),
            Set.of(),
            this::describe));
    // The machine types of a node are fixed, so this is written once.
    description = OpenApi.describe(all, types).bytes();
  }

  private Answer describe(Request request) {
    return Answer.ok(description);
  }

  List<Route> all() {
    return List.copyOf(all);
  }

  /**
   * The answer.
   *
   * @throws Problem if there is none
   */
  Answer answer(Request request) {
    Set<String> methods = new TreeSet<>();
    for (Route route : all) {
      if (!route.matches(request.segments())) continue;
      if (route.method().equals(request.method()) || headOf(route, request)) {
        route.checkParameters(request);
        return route.handler().answer(request);
      }
      methods.add(route.method());
      if (route.method().equals("GET")) methods.add("HEAD");
    }
    if (methods.isEmpty()) {
      throw new Problem(
          ProblemType.NOT_FOUND,
          "there is nothing under this path; see /openapi.json for all paths");
    }
    throw new Problem(ProblemType.METHOD_NOT_ALLOWED, "the path has other methods than this one")
        .accepted(methods)
        .header("Allow", String.join(", ", methods));
  }

  private static boolean headOf(Route route, Request request) {
    return route.method().equals("GET") && request.method().equals("HEAD");
  }
}
