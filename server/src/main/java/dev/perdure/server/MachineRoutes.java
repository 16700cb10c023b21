package dev.perdure.server;

import dev.perdure.node.Operator;
import dev.perdure.node.Operator.MachineEntry;
import dev.perdure.node.Operator.MachineInfo;
import dev.perdure.node.Operator.TimerInfo;
import dev.perdure.server.MachineTypes.Address;
import dev.perdure.server.NodeCalls.About;
import dev.perdure.server.Route.Success;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** Shows machines. */
final class MachineRoutes {
  private final Operator operator;
  private final NodeCalls calls;
  private final MachineTypes types;
  private final Duration patience;

  MachineRoutes(Operator operator, NodeCalls calls, MachineTypes types, Duration patience) {
    this.operator = operator;
    this.calls = calls;
    this.types = types;
    this.patience = patience;
  }

  List<Route> all() {
    return List.of(
        new Route(
            "GET",
            "/v1/machines/{type}/{key}",
            "showMachine",
            "Show a machine",
            List.of(Common.TYPE, Common.KEY, Common.PLACEMENT),
            false,
            List.of(new Success(200, "The machine as it is durable", Schemas.ref("Machine"))),
            EnumSet.of(
                ProblemType.BAD_ADDRESS,
                ProblemType.UNKNOWN_MACHINE_TYPE,
                ProblemType.NO_MACHINE,
                ProblemType.WAIT_OVER),
            this::show),
        new Route(
            "GET",
            "/v1/machines/{type}",
            "listMachines",
            "List the machines of a type, in the order of their partitions and then keys",
            List.of(Common.TYPE, Common.LIMIT, Common.AFTER),
            false,
            List.of(new Success(200, "A page of machines", Schemas.ref("MachinePage"))),
            EnumSet.of(ProblemType.UNKNOWN_MACHINE_TYPE),
            this::list));
  }

  private Answer show(Request request) {
    return Answer.ok(machine(find(types.address(request))));
  }

  /**
   * The machine.
   *
   * @throws Problem if there is none
   */
  MachineInfo find(Address address) {
    return calls
        .await(
            About.argument(ProblemType.BAD_ADDRESS), patience, () -> operator.show(address.ref()))
        .orElseThrow(
            () -> new Problem(ProblemType.NO_MACHINE, "no event has reached this machine yet"));
  }

  private Answer list(Request request) {
    String type = types.type(request.segments().get(2)).info().name();
    int limit = Common.limit(request);
    return Answer.ok(
        Common.page(
            calls.call(
                About.argument(ProblemType.BAD_PARAMETER),
                () -> operator.list(type, Common.after(request), limit)),
            MachineRoutes::entry));
  }

  /** A machine with all there is to see. */
  static Json machine(MachineInfo machine) {
    List<Json> timers = new ArrayList<>();
    machine.timers().forEach(timer -> timers.add(timer(timer)));
    return Common.ref(machine.machine())
        .with("status", machine.status().name())
        .with("stateName", machine.stateName())
        .with("state", machine.stateJson().map(Json.Ready::new))
        .with("mailboxLength", machine.waiting())
        .with("timers", new Json.Items(timers))
        .with("moreTimers", machine.moreTimers())
        .with("parked", machine.parked().map(Common::parked));
  }

  private static Json entry(MachineEntry machine) {
    return Common.ref(machine.machine())
        .with("status", machine.status().name())
        .with("stateName", machine.stateName())
        .with("mailboxLength", machine.waiting());
  }

  private static Json timer(TimerInfo timer) {
    return Json.object()
        .with("event", timer.event())
        .with("name", timer.name())
        .with("due", timer.due().toString())
        .with("period", timer.period().map(period -> new Json.Text(period.toString())));
  }
}
