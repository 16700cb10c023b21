package dev.perdure.node;

import static java.util.Objects.requireNonNull;

import dev.perdure.BadEventException;
import dev.perdure.MachineRef;
import dev.perdure.kernel.EventShape;
import dev.perdure.kernel.Inspection;
import dev.perdure.kernel.Inspection.MachineView;
import dev.perdure.kernel.Inspection.ParkedView;
import dev.perdure.kernel.Inspection.Result;
import dev.perdure.kernel.Inspection.TimerView;
import dev.perdure.kernel.Inspection.Verb;
import dev.perdure.kernel.Program;
import dev.perdure.kernel.StoredMachines;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The view of operators, on the stores of this node. */
final class LocalOperator implements Operator {
  private static final int MAX_PAGE = 1_000;

  private final Program program;
  private final Requests requests;
  private final Stores stores;
  private final Releases releases;

  LocalOperator(Requests requests, Stores stores, Releases releases) {
    this.program = requests.program();
    this.requests = requests;
    this.stores = stores;
    this.releases = releases;
  }

  @Override
  public CompletableFuture<Optional<MachineInfo>> show(MachineRef<?> machine) {
    return perform(machine, new Verb.Show())
        .thenApply(
            result ->
                switch (result) {
                  case Result.Absent _ -> Optional.empty();
                  case Result.NotQuarantined(var view) -> Optional.of(info(view));
                  case Result.NotReplaceable(var view, _, _) -> Optional.of(info(view));
                  case Result.Shown(var view) -> Optional.of(info(view));
                });
  }

  @Override
  public CompletableFuture<MachineInfo> retry(MachineRef<?> machine) {
    return change(machine, new Verb.Retry());
  }

  @Override
  public CompletableFuture<MachineInfo> replace(MachineRef<?> machine, Object event) {
    EventShape shape = requests.shape(machine, event);
    if (shape.isQuery()) {
      throw new BadEventException(machine, shape.name(), "a Query is asked, it does not wait");
    }
    byte[] bytes = requests.encode(machine, shape, event);
    return change(machine, new Verb.Replace(shape, event, bytes));
  }

  @Override
  public CompletableFuture<MachineInfo> skip(MachineRef<?> machine) {
    return change(machine, new Verb.Skip());
  }

  @Override
  public CompletableFuture<MachineInfo> halt(MachineRef<?> machine) {
    return change(machine, new Verb.Halt());
  }

  private CompletableFuture<MachineInfo> change(MachineRef<?> machine, Verb verb) {
    return perform(machine, verb)
        .thenApply(
            result ->
                switch (result) {
                  case Result.Absent _ -> throw new IllegalArgumentException("no " + machine);
                  case Result.NotQuarantined(var view) ->
                      throw new IllegalStateException(
                          "%s is not quarantined but %s; show it first"
                              .formatted(machine, view.status()));
                  case Result.NotReplaceable(_, var event, var reason) ->
                      throw new BadEventException(machine, event, reason);
                  case Result.Shown(var view) -> info(view);
                });
  }

  private CompletableFuture<Result> perform(MachineRef<?> machine, Verb verb) {
    program.kindOf(requireNonNull(machine, "machine"));
    InspectionReply reply = new InspectionReply(releases::execute);
    stores.put(
        stores.partitionOf(machine), new Input.Inspected(new Inspection(machine, verb, reply)));
    return reply.future();
  }

  private static MachineInfo info(MachineView view) {
    boolean hasState = view.status() != Inspection.Status.HALTED && !view.stateName().isEmpty();
    return new MachineInfo(
        view.machine(),
        status(view.status()),
        view.stateName(),
        hasState ? Optional.of(text(view.state())) : Optional.empty(),
        view.waiting(),
        view.timers().stream().map(LocalOperator::timer).toList(),
        view.moreTimers(),
        view.parked().map(parked -> parked(view.machine(), parked)));
  }

  private static Status status(Inspection.Status status) {
    return switch (status) {
      case ACTIVE -> Status.ACTIVE;
      case QUARANTINED -> Status.QUARANTINED;
      case HALTED -> Status.HALTED;
    };
  }

  private static TimerInfo timer(TimerView timer) {
    Optional<Duration> period =
        timer.periodMillis() > 0
            ? Optional.of(Duration.ofMillis(timer.periodMillis()))
            : Optional.empty();
    return new TimerInfo(
        timer.event(), timer.name(), Instant.ofEpochMilli(timer.dueMillis()), period);
  }

  private static ParkedEvent parked(MachineRef<?> machine, ParkedView parked) {
    return new ParkedEvent(
        machine,
        parked.event(),
        text(parked.bytes()),
        parked.attempts(),
        Instant.ofEpochMilli(parked.atMillis()),
        parked.reason(),
        parked.detail());
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }

  @Override
  public Page<MachineEntry> list(String machineType, Optional<String> after, int limit) {
    if (program.kind(machineType).isEmpty()) {
      throw new dev.perdure.UnknownMachineTypeException(
          machineType, program.kinds().stream().map(kind -> kind.name()).toList());
    }
    return page(
        after,
        limit,
        (partition, from, most) ->
            StoredMachines.ofType(stores.storeOf(partition), partition, machineType, from, most),
        entry ->
            new MachineEntry(
                entry.machine(), status(entry.status()), entry.stateName(), entry.waiting()));
  }

  @Override
  public Page<ParkedEvent> parked(Optional<String> after, int limit) {
    return page(
        after,
        limit,
        (partition, from, most) ->
            StoredMachines.parked(stores.storeOf(partition), partition, from, most),
        entry -> parked(entry.machine(), entry.parked()));
  }

  /** Reads some entries of one partition. */
  private interface Reading<T> {
    List<StoredMachines.Found<T>> read(int partition, Optional<byte[]> after, int most);
  }

  private <T, U> Page<U> page(
      Optional<String> after,
      int limit,
      Reading<T> reading,
      java.util.function.Function<T, U> shown) {
    if (limit < 1 || limit > MAX_PAGE) {
      throw new IllegalArgumentException("limit must be 1 to " + MAX_PAGE + ": " + limit);
    }
    PageToken at =
        after.map(text -> PageToken.parse(text, stores.partitions())).orElse(PageToken.FIRST);
    List<U> items = new ArrayList<>();
    Optional<byte[]> from = at.key();
    for (int partition = at.partition(); partition < stores.partitions(); partition++) {
      for (var found : reading.read(partition, from, limit - items.size())) {
        items.add(shown.apply(found.entry()));
        if (items.size() == limit) {
          return new Page<>(items, Optional.of(new PageToken(partition, found.key()).toText()));
        }
      }
      from = Optional.empty();
    }
    return new Page<>(items, Optional.empty());
  }

  @Override
  public NodeStatistics statistics() {
    return stores.statistics();
  }
}
