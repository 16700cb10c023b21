package dev.perdure.examples.pool;

import dev.perdure.Definition;
import dev.perdure.DurableMap;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.MapKey;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The one machine that knows which pools are wanted and how large. It hands each change on to the
 * pool's manager and is done with it: one short step a change, two small writes, and a state that
 * is a single number however many pools there are.
 *
 * <p>Every change gets the next number, so that it can be told afterwards whether each request was
 * obeyed exactly once: the numbers in the answers are all different, and as many as there were
 * changes.
 */
public final class PoolDriver implements Machine<PoolDriver.Serving, PoolDriver.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("pool-driver", Event.class);
  public static final Definition<?, Event> DEFINITION =
      Definition.of(TYPE, Serving.class, PoolDriver::new);

  /** The one driver. */
  public static final MachineRef<Event> MAIN = TYPE.ref("main");

  /** The longest name of a pool. */
  public static final int MAX_NAME = 100;

  /** What the driver can be told. */
  public sealed interface Event {}

  /**
   * Let this pool have this many VMs; a pool that is not there is opened.
   *
   * @param pool 1 to {@link #MAX_NAME} characters
   * @param vms 0 to {@link PoolManager#MAX_VMS}
   */
  public record SetGoal(String pool, int vms, ReplyTo<Change> to) implements Event {
    /** Checks name and number. */
    public SetGoal {
      checkName(pool);
      PoolManager.checkSize(vms);
    }
  }

  /** Release this pool's VMs and forget it; refused when there is no such pool. */
  public record RemovePool(String pool, ReplyTo<Change> to) implements Event {
    /** Checks the name. */
    public RemovePool {
      checkName(pool);
    }
  }

  /** What is wanted of this pool, and which machine manages it? Refused when there is none. */
  public record FindPool(String pool, ReplyTo<Pool> to) implements Event, Query {
    /** Checks the name. */
    public FindPool {
      checkName(pool);
    }
  }

  /**
   * Which pools are wanted?
   *
   * @param after the last name of the page before, or empty for the first page
   * @param limit 1 to {@link PoolManager#MAX_PAGE}
   */
  public record ListPools(String after, int limit, ReplyTo<PoolPage> to) implements Event, Query {
    /** Checks the limit. */
    public ListPools {
      PoolManager.checkPage(limit);
    }
  }

  /** How many changes were there? */
  public record CountChanges(ReplyTo<Long> to) implements Event, Query {}

  /**
   * The answer to a change.
   *
   * @param number which change of this driver it was, from 1
   * @param pool the name of the pool
   * @param vms how many VMs it is to have; 0 once it is removed
   */
  public record Change(long number, String pool, int vms) {}

  /**
   * A pool that is wanted.
   *
   * @param name the name that users gave it
   * @param vms how many VMs it is to have
   * @param manager who sees to it. A pool that was removed and opened again has another manager,
   *     while the first may still be at work releasing
   */
  public record Pool(String name, int vms, MachineRef<PoolManager.Event> manager) {}

  /** Some pools, in the order of their names; fewer than the limit only at the end. */
  public record PoolPage(List<Pool> pools) {
    /** Copies the list. */
    public PoolPage {
      pools = List.copyOf(pools);
    }
  }

  record Serving(long changes) {}

  private static final MapKey<String, Pool> POOLS = MapKey.of("pools", String.class, Pool.class);

  @Override
  public Serving initial() {
    return new Serving(0);
  }

  @Override
  public Serving on(Serving state, Event event, Step<Event> step) {
    return switch (event) {
      case SetGoal(var pool, var vms, var to) -> {
        var manager =
            step.map(POOLS)
                .get(pool)
                .map(Pool::manager)
                .orElseGet(() -> step.newRef(PoolManager.TYPE));
        step.map(POOLS).put(pool, new Pool(pool, vms, manager));
        step.send(manager, new PoolManager.Resize(vms));
        yield changed(state, pool, vms, to, step);
      }
      case RemovePool(var pool, var to) -> {
        var removed = step.map(POOLS).remove(pool);
        if (removed.isEmpty()) yield step.reject(state, "no pool is named " + pool);
        step.send(removed.get().manager(), new PoolManager.Delete());
        yield changed(state, pool, 0, to, step);
      }
      case FindPool(var pool, var to) -> {
        step.map(POOLS)
            .get(pool)
            .ifPresentOrElse(
                found -> step.reply(to, found), () -> step.refuse(to, "no pool is named " + pool));
        yield state;
      }
      case ListPools(var after, var limit, var to) -> {
        step.reply(to, page(after, limit, step));
        yield state;
      }
      case CountChanges(var to) -> {
        step.reply(to, state.changes());
        yield state;
      }
    };
  }

  private static Serving changed(
      Serving state, String pool, int vms, ReplyTo<Change> to, Step<Event> step) {
    long number = state.changes() + 1;
    step.reply(to, new Change(number, pool, vms));
    return new Serving(number);
  }

  private static PoolPage page(String after, int limit, Step<Event> step) {
    DurableMap<String, Pool> pools = step.map(POOLS);
    List<Pool> found = new ArrayList<>();
    for (Map.Entry<String, Pool> entry :
        after.isEmpty() ? pools.entries() : pools.entriesAfter(after)) {
      found.add(entry.getValue());
      if (found.size() == limit) break;
    }
    return new PoolPage(found);
  }

  private static void checkName(String pool) {
    if (pool.isBlank() || pool.length() > MAX_NAME) {
      throw new IllegalArgumentException(
          "a pool name has 1 to " + MAX_NAME + " characters and is not blank: " + pool);
    }
  }
}
