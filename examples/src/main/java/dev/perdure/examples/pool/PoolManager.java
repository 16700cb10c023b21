package dev.perdure.examples.pool;

import dev.perdure.Definition;
import dev.perdure.DurableMap;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.MapKey;
import dev.perdure.Outcome;
import dev.perdure.Outcome.Cause;
import dev.perdure.Outcome.Done;
import dev.perdure.Outcome.Failed;
import dev.perdure.Outcome.NotDone;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import dev.perdure.examples.pool.VmManager.Gone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Keeps one pool at its wanted number of VMs, however often the provider fails. After every event
 * it compares what is there and what is coming with what is wanted, and creates or releases the
 * difference.
 *
 * <p>Each VM is in exactly one of three books from the step that names it to the step that learns
 * that it is gone: being created, created, being released.
 */
public final class PoolManager implements Machine<PoolManager.State, PoolManager.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("pool", Event.class);
  public static final Definition<?, Event> DEFINITION =
      Definition.of(TYPE, State.class, PoolManager::new);

  /** The largest pool: a resize is one step, which asks each VM that it concerns. */
  public static final int MAX_VMS = 1_000;

  /** The longest page of a list. */
  public static final int MAX_PAGE = 1_000;

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** What a pool can be told. */
  public sealed interface Event {}

  /**
   * Have this many VMs.
   *
   * @param vms 0 to {@link #MAX_VMS}
   */
  public record Resize(int vms) implements Event {
    /** Checks the number. */
    public Resize {
      checkSize(vms);
    }
  }

  /** Release every VM, then end. */
  public record Delete() implements Event {}

  /** How is the pool doing? */
  public record Look(ReplyTo<Status> to) implements Event, Query {}

  /**
   * Which VMs does the pool have?
   *
   * @param after where the page before ended ({@link VmPage#last}), or empty for the first page
   * @param limit 1 to {@link #MAX_PAGE}
   */
  public record ListVms(String after, int limit, ReplyTo<VmPage> to) implements Event, Query {
    /** Checks the limit. */
    public ListVms {
      checkPage(limit);
    }
  }

  record Created(MachineRef<VmManager.Event> vm, Outcome<VmId> outcome) implements Event {}

  record Released(MachineRef<VmManager.Event> vm, Outcome<Gone> outcome) implements Event {}

  /**
   * A pool at one moment.
   *
   * @param goal how many VMs are wanted
   * @param alive how many are created
   * @param creating how many are being created
   * @param releasing how many are being released, among them those whose creation went wrong
   * @param deleted whether the pool is being deleted
   */
  public record Status(int goal, long alive, long creating, long releasing, boolean deleted) {
    /** Whether nothing is left to do: as many VMs as wanted, and none on its way in or out. */
    public boolean settled() {
      return alive == goal && creating == 0 && releasing == 0;
    }
  }

  /**
   * Some VMs of a pool, in the order of their names.
   *
   * @param vms the VMs; shorter than the limit only at the end
   * @param last the place to go on after; empty when there was nothing
   */
  public record VmPage(List<Vm> vms, String last) {
    /** Copies the list. */
    public VmPage {
      vms = List.copyOf(vms);
    }
  }

  /** A VM that is created, by both of its names. */
  public record Vm(VmName name, VmId id) {}

  sealed interface State {
    int goal();
  }

  record Keeping(int goal) implements State {}

  record Deleting() implements State {
    @Override
    public int goal() {
      return 0;
    }
  }

  static final MapKey<MachineRef<VmManager.Event>, Instant> CREATING =
      MapKey.of("creating", MachineRef.class, Instant.class);
  private static final MapKey<MachineRef<VmManager.Event>, VmId> CREATED =
      MapKey.of("created", MachineRef.class, VmId.class);
  private static final MapKey<MachineRef<VmManager.Event>, Instant> RELEASING =
      MapKey.of("releasing", MachineRef.class, Instant.class);

  @Override
  public State initial() {
    return new Keeping(0);
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (event) {
      case Resize(var vms) ->
          switch (state) {
            case Keeping _ -> balance(new Keeping(vms), step);
            case Deleting _ -> step.reject(state, "the pool is being deleted");
          };
      case Delete _ ->
          switch (state) {
            case Keeping _ -> balance(new Deleting(), step);
            case Deleting _ -> step.ignore(state);
          };
      case Created(var vm, var outcome) -> created(state, vm, outcome, step);
      case Released(var vm, var outcome) -> released(state, vm, outcome, step);
      case Look(var to) -> {
        step.reply(to, status(state, step));
        yield state;
      }
      case ListVms(var after, var limit, var to) -> {
        step.reply(to, page(after, limit, step));
        yield state;
      }
    };
  }

  private static State created(
      State state, MachineRef<VmManager.Event> vm, Outcome<VmId> outcome, Step<Event> step) {
    // A VM given up while it was being created is in another book, and its answer comes too late.
    if (step.map(CREATING).remove(vm).isEmpty()) return state;
    switch (outcome) {
      case Done(var id) -> step.map(CREATED).put(vm, id);
      // Not created is not the same as nothing there: only a release makes sure of that.
      case NotDone<VmId> _ -> release(vm, step);
    }
    return balance(state, step);
  }

  private static State released(
      State state, MachineRef<VmManager.Event> vm, Outcome<Gone> outcome, Step<Event> step) {
    switch (outcome) {
      case Done<Gone> _ -> step.map(RELEASING).remove(vm);
      // A VM halts when it is gone, so this is the same answer.
      case Failed(var cause, _) when cause == Cause.HALTED -> step.map(RELEASING).remove(vm);
      case NotDone<Gone> _ -> release(vm, step);
    }
    return balance(state, step);
  }

  /** Creates or releases VMs until those there and those to come are as many as wanted. */
  private static State balance(State state, Step<Event> step) {
    DurableMap<MachineRef<VmManager.Event>, Instant> creating = step.map(CREATING);
    DurableMap<MachineRef<VmManager.Event>, VmId> created = step.map(CREATED);
    long surplus = creating.size() + created.size() - state.goal();
    for (; surplus < 0; surplus++) create(step);
    surplus = releaseSome(creating, surplus, step);
    surplus = releaseSome(created, surplus, step);
    if (surplus > 0) throw new IllegalStateException("nothing left to release: " + surplus);

    boolean over = creating.isEmpty() && created.isEmpty() && step.map(RELEASING).isEmpty();
    return state instanceof Deleting && over ? step.halt(state) : state;
  }

  private static void create(Step<Event> step) {
    MachineRef<VmManager.Event> vm = step.newRef(VmManager.TYPE);
    step.map(CREATING).put(vm, step.now());
    step.ask(
        vm, VmId.class, PATIENCE, VmManager.Provision::new, outcome -> new Created(vm, outcome));
  }

  private static long releaseSome(
      DurableMap<MachineRef<VmManager.Event>, ?> book, long surplus, Step<Event> step) {
    if (surplus <= 0) return surplus;
    List<MachineRef<VmManager.Event>> given = new ArrayList<>();
    for (var entry : book.entries()) {
      given.add(entry.getKey());
      if (given.size() == surplus) break;
    }
    for (MachineRef<VmManager.Event> vm : given) {
      book.remove(vm);
      release(vm, step);
    }
    return surplus - given.size();
  }

  private static void release(MachineRef<VmManager.Event> vm, Step<Event> step) {
    step.map(RELEASING).put(vm, step.now());
    step.ask(
        vm, Gone.class, PATIENCE, VmManager.Release::new, outcome -> new Released(vm, outcome));
  }

  private static Status status(State state, Step<Event> step) {
    return new Status(
        state.goal(),
        step.map(CREATED).size(),
        step.map(CREATING).size(),
        step.map(RELEASING).size(),
        state instanceof Deleting);
  }

  private static VmPage page(String after, int limit, Step<Event> step) {
    DurableMap<MachineRef<VmManager.Event>, VmId> created = step.map(CREATED);
    List<Vm> vms = new ArrayList<>();
    String last = after;
    for (Map.Entry<MachineRef<VmManager.Event>, VmId> entry :
        after.isEmpty() ? created.entries() : created.entriesAfter(VmManager.TYPE.ref(after))) {
      last = entry.getKey().key();
      vms.add(new Vm(new VmName(last), entry.getValue()));
      if (vms.size() == limit) break;
    }
    return new VmPage(vms, last);
  }

  static void checkSize(int vms) {
    if (vms < 0 || vms > MAX_VMS) {
      throw new IllegalArgumentException("a pool has 0 to " + MAX_VMS + " VMs, not " + vms);
    }
  }

  static void checkPage(int limit) {
    if (limit < 1 || limit > MAX_PAGE) {
      throw new IllegalArgumentException("a page has 1 to " + MAX_PAGE + " entries, not " + limit);
    }
  }
}
