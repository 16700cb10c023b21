package dev.perdure.testing.world;

import dev.perdure.kernel.Output;
import dev.perdure.testing.check.Published;
import java.util.ArrayList;
import java.util.List;

/** The requests of all clients: those that are open, and some that are answered. */
final class Requests {
  private static final int MOST_ANSWERED = 64;

  private final World world;
  private final List<Request> open = new ArrayList<>();
  private final List<Request> answered = new ArrayList<>();

  Requests(World world) {
    this.world = world;
  }

  void add(Request request) {
    open.add(request);
  }

  void answered(Request request) {
    open.remove(request);
    if (!request.isQuery()) {
      answered.add(request);
      if (answered.size() > MOST_ANSWERED) {
        answered.removeFirst();
      }
    }
  }

  /** Those that are not answered, and whose clients have not given up. */
  List<Request> awaited() {
    return open.stream().filter(Request::isAwaited).toList();
  }

  /**
   * Whether nobody waits for an answer from a store. If so, those that were answered by it are not
   * asked for again.
   */
  boolean mayBeForgotten(int store) {
    for (Request request : open) {
      if (request.broughtMillis() >= 0
          && !request.isQuery()
          && world.storeOf(request.partition) == store) {
        return false;
      }
    }
    answered.removeIf(request -> world.storeOf(request.partition) == store);
    return true;
  }

  void addTasks(List<Task> tasks) {
    for (Request request : open) {
      if (request.isHomeless() && request.taker() != null) {
        tasks.add(request);
      }
    }
  }

  /** Some request, open or answered, is brought once more, if it can be. */
  boolean repeatOne() {
    int all = open.size() + answered.size();
    if (all == 0) {
      return false;
    }
    int at = world.chances.pick("which request", all);
    Request request = at < open.size() ? open.get(at) : answered.get(at - open.size());
    return request.broughtMillis() >= 0
        && !request.isQuery()
        && !world.isTooOld(request)
        && request.repeat();
  }

  /** Somebody gives up waiting for a while, if one can be found. */
  boolean abandonOne() {
    List<Request> waiting =
        open.stream().filter(request -> !request.isQuery() && request.waits()).toList();
    return !waiting.isEmpty()
        && waiting.get(world.chances.pick("which request", waiting.size())).abandon();
  }

  /** The answers that a record carries go out with it. */
  void goesOutWith(Published published) {
    for (Output output : published.view().outputs()) {
      if (output instanceof Output.Complete(Request.Ear ear, _)) {
        ear.goesOutWith(published);
      }
    }
  }
}
