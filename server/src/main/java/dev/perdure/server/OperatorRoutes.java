package dev.perdure.server;

import dev.perdure.MachineRef;
import dev.perdure.node.Ingress;
import dev.perdure.node.Ingress.EventInfo;
import dev.perdure.node.Operator;
import dev.perdure.node.Operator.MachineInfo;
import dev.perdure.node.Operator.Status;
import dev.perdure.server.MachineTypes.Address;
import dev.perdure.server.NodeCalls.About;
import dev.perdure.server.Route.Parameter;
import dev.perdure.server.Route.Success;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** What operators do: see to parked events, and halt machines. */
final class OperatorRoutes {
  private final Ingress ingress;
  private final Operator operator;
  private final NodeCalls calls;
  private final MachineTypes types;
  private final MachineRoutes machines;
  private final Duration patience;

  OperatorRoutes(
      Ingress ingress,
      Operator operator,
      NodeCalls calls,
      MachineTypes types,
      MachineRoutes machines,
      Duration patience) {
    this.ingress = ingress;
    this.operator = operator;
    this.calls = calls;
    this.types = types;
    this.machines = machines;
    this.patience = patience;
  }

  List<Route> all() {
    Parameter event =
        new Parameter(
            "event", Route.Place.QUERY, true, "The name of the event in the body", Schemas.text());
    return List.of(
        new Route(
            "GET",
            "/v1/parked",
            "listParked",
            "List the parked events of all quarantined machines",
            List.of(Common.LIMIT, Common.AFTER),
            false,
            List.of(new Success(200, "A page of parked events", Schemas.ref("ParkedPage"))),
            Set.of(),
            this::parked),
        verb(
            "parked/retry",
            "retryParked",
            "Try the parked event of a machine again, then what waits behind it",
            request -> onParked(request, operator::retry)),
        verb(
            "parked/skip",
            "skipParked",
            "Drop the parked event of a machine, and go on with what waits behind it",
            request -> onParked(request, operator::skip)),
        new Route(
            "POST",
            "/v1/machines/{type}/{key}/parked/replace",
            "replaceParked",
            "Put the event in the body into the place of the parked one, then try it",
            List.of(Common.TYPE, Common.KEY, Common.PLACEMENT, event),
            true,
            List.of(done()),
            EnumSet.of(
                ProblemType.BAD_ADDRESS,
                ProblemType.BAD_EVENT,
                ProblemType.UNKNOWN_MACHINE_TYPE,
                ProblemType.UNKNOWN_EVENT,
                ProblemType.NO_MACHINE,
                ProblemType.NOT_QUARANTINED,
                ProblemType.WRONG_CONTENT_TYPE,
                ProblemType.WAIT_OVER),
            this::replace),
        verb(
            "halt",
            "haltMachine",
            "Halt a machine for good; what waits in its mailbox is rejected",
            this::halt));
  }

  private static Route verb(String path, String id, String summary, Route.Handler handler) {
    EnumSet<ProblemType> problems =
        EnumSet.of(
            ProblemType.BAD_ADDRESS,
            ProblemType.UNKNOWN_MACHINE_TYPE,
            ProblemType.NO_MACHINE,
            ProblemType.WRONG_CONTENT_TYPE,
            ProblemType.WAIT_OVER);
    if (path.startsWith("parked")) problems.add(ProblemType.NOT_QUARANTINED);
    return new Route(
        "POST",
        "/v1/machines/{type}/{key}/" + path,
        id,
        summary,
        List.of(Common.TYPE, Common.KEY, Common.PLACEMENT),
        false,
        List.of(done()),
        problems,
        handler);
  }

  private static Success done() {
    return new Success(200, "The machine afterwards", Schemas.ref("Machine"));
  }

  private Answer parked(Request request) {
    int limit = Common.limit(request);
    return Answer.ok(
        Common.page(
            calls.call(
                About.argument(ProblemType.BAD_PARAMETER),
                () -> operator.parked(Common.after(request), limit)),
            parked ->
                Json.object()
                    .with("machine", Common.ref(parked.machine()))
                    .withAll(Common.parked(parked))));
  }

  private Answer onParked(
      Request request, Function<MachineRef<?>, CompletableFuture<MachineInfo>> verb) {
    request.requireJson();
    Address address = types.address(request);
    requireQuarantined(address);
    return Answer.ok(MachineRoutes.machine(act(() -> verb.apply(address.ref()))));
  }

  private Answer replace(Request request) {
    Address address = types.address(request);
    String name =
        request
            .parameter("event")
            .orElseThrow(
                () ->
                    Problems.badParameter(
                            "event", "the parameter event must name the event in the body")
                        .accepted(address.type().events().keySet()));
    EventInfo event = address.type().event(name);
    request.requireJson();
    requireQuarantined(address);
    About about = new About(event.name(), ProblemType.BAD_ADDRESS, "try again");
    Object replacement =
        calls.call(
            about,
            () ->
                ingress.decode(
                    address.typeName(),
                    address.tag(),
                    address.key(),
                    event.name(),
                    request.body()));
    return Answer.ok(
        MachineRoutes.machine(act(() -> operator.replace(address.ref(), replacement))));
  }

  private Answer halt(Request request) {
    request.requireJson();
    Address address = types.address(request);
    MachineInfo machine = machines.find(address);
    return Answer.ok(
        MachineRoutes.machine(
            machine.status() == Status.HALTED
                ? machine
                : calls.await(
                    About.argument(ProblemType.NO_MACHINE),
                    patience,
                    () -> operator.halt(address.ref()))));
  }

  private MachineInfo act(Supplier<CompletableFuture<MachineInfo>> verb) {
    return calls.await(About.argument(ProblemType.NOT_QUARANTINED), patience, verb);
  }

  private void requireQuarantined(Address address) {
    MachineInfo machine = machines.find(address);
    if (machine.status() == Status.QUARANTINED) return;
    throw new Problem(ProblemType.NOT_QUARANTINED, "the machine has no parked event to see to")
        .with("machineStatus", machine.status().name());
  }
}
