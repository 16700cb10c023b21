package dev.perdure.testing.linear;

import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.RefusedException;
import dev.perdure.testing.RunListener;
import dev.perdure.testing.Violation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks that what clients saw of each machine of a type is linearizable: that there is an order of
 * their requests in which the {@link SequentialModel} gives the very answers that they heard, and
 * that puts no request before one that was answered before it was made. To be given to {@link
 * dev.perdure.testing.Simulation#listen}; it looks whenever nothing is left to do.
 *
 * <p>A request that nobody heard an answer to, and an event that was only sent, may take effect at
 * any time after it was made, or never.
 *
 * <p>The search is that of Wing and Gong (1993) with the memory of Lowe (2017): which requests are
 * done, and in which state the model is, is tried once. Machines are looked at one by one, which is
 * sound because linearizability is local (Herlihy and Wing 1990).
 */
public final class Linearizability<S> implements RunListener {
  private final MachineType<?> type;
  private final SequentialModel<S> model;
  private final Map<MachineRef<?>, List<Operation>> operations = new LinkedHashMap<>();

  /** By identity: a client may make two requests that are equal. */
  private final IdentityHashMap<Request, Operation> open = new IdentityHashMap<>();

  private long clock;

  /** A request with the time of its call, and of its return where somebody heard an answer. */
  private static final class Operation {
    final Request request;
    final long called;
    long returned = Long.MAX_VALUE;
    @Nullable Reply reply;

    Operation(Request request, long called) {
      this.request = request;
      this.called = called;
    }

    @Override
    public String toString() {
      String answer = reply == null ? "no answer heard" : reply.toString();
      String until = reply == null ? "" : Long.toString(returned);
      return "[%d, %s] %s: %s -> %s"
          .formatted(called, until, request.client(), request.event(), answer);
    }
  }

  /** Requests to machines of that type are held against the model. */
  public Linearizability(MachineType<?> type, SequentialModel<S> model) {
    this.type = type;
    this.model = model;
  }

  @Override
  public void requested(Request request) {
    if (request.to().type().equals(type.name())) {
      Operation operation = new Operation(request, ++clock);
      operations.computeIfAbsent(request.to(), _ -> new ArrayList<>()).add(operation);
      open.put(request, operation);
    }
  }

  @Override
  public void answered(Request request, Reply reply) {
    Operation operation = open.remove(request);
    if (operation != null && isDefinite(reply)) {
      operation.returned = ++clock;
      operation.reply = reply;
    }
  }

  /** Whether it says what was done: an event that is accepted is stepped later. */
  private static boolean isDefinite(Reply reply) {
    return switch (reply) {
      case Reply.Accepted _ -> false;
      case Reply.Value _ -> true;
      case Reply.Failure(var failure) -> failure instanceof RefusedException;
    };
  }

  @Override
  public void atRest() {
    operations.forEach(this::check);
  }

  /**
   * Looks for an order.
   *
   * @throws Violation when there is none
   */
  private void check(MachineRef<?> machine, List<Operation> all) {
    if (!new Search<>(model, all).finds()) {
      throw new Violation(
          "what clients saw of %s is not linearizable; requests with the times of call and answer:\n%s"
              .formatted(
                  machine,
                  all.stream().map(Operation::toString).collect(Collectors.joining("\n"))));
    }
  }

  /** One search over the requests of one machine. */
  private static final class Search<S> {
    private final SequentialModel<S> model;
    private final List<Operation> all;
    private final Set<Reached<S>> tried = new HashSet<>();

    private record Reached<S>(BitSet done, S state) {}

    Search(SequentialModel<S> model, List<Operation> all) {
      this.model = model;
      this.all = all;
    }

    boolean finds() {
      return goesOn(new BitSet(), model.initial());
    }

    private boolean goesOn(BitSet done, S state) {
      long firstReturn = Long.MAX_VALUE;
      for (int i = done.nextClearBit(0); i < all.size(); i = done.nextClearBit(i + 1)) {
        firstReturn = Math.min(firstReturn, all.get(i).returned);
      }
      if (firstReturn == Long.MAX_VALUE) {
        return true; // All that were answered are in the order.
      }
      if (!tried.add(new Reached<>((BitSet) done.clone(), state))) {
        return false;
      }
      for (int i = done.nextClearBit(0); i < all.size(); i = done.nextClearBit(i + 1)) {
        Operation next = all.get(i);
        if (next.called > firstReturn) {
          break; // Operations stand in the order of their calls.
        }
        Optional<S> after =
            model.after(state, next.request.event(), Optional.ofNullable(next.reply));
        if (after.isPresent()) {
          done.set(i);
          if (goesOn(done, after.get())) {
            return true;
          }
          done.clear(i);
        }
      }
      return false;
    }
  }
}
