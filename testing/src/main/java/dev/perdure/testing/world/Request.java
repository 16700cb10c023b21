package dev.perdure.testing.world;

import static java.util.Objects.requireNonNull;

import dev.perdure.MachineRef;
import dev.perdure.Outcome;
import dev.perdure.kernel.Answer;
import dev.perdure.kernel.EventShape;
import dev.perdure.kernel.Partition.ClientRequest;
import dev.perdure.kernel.Waiter;
import dev.perdure.testing.Fault;
import dev.perdure.testing.RunListener;
import dev.perdure.testing.Violation;
import dev.perdure.testing.check.Published;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request of a client, which brings it until it is answered: again when the node that had it has
 * died or was overtaken, or was too busy. Bringing it is its task.
 */
final class Request implements Task {
  /** So often somebody is told to come again before it is told for good. */
  private static final int MOST_REFUSALS = 2_000;

  final String client;
  final String id;
  final MachineRef<?> to;
  final int partition;

  /** Whether the client waits for a reply, rather than for acceptance. */
  final boolean forReply;

  private final World world;
  private final EventShape shape;
  private final Object event;
  private final byte[] bytes;
  private final BooleanSupplier givenUp;
  private final Consumer<Answer> receiver;
  private long broughtMillis = -1;
  private @Nullable Incarnation with;
  private @Nullable Ear ear;
  private RunListener.@Nullable Request shown;
  private @Nullable Answer answer;
  private int refusals;

  /**
   * @param id empty for a query
   * @param givenUp whether the client does not care for an answer any more
   * @param receiver takes the answer, once
   */
  Request(
      World world,
      String client,
      String id,
      MachineRef<?> to,
      EventShape shape,
      Object event,
      boolean forReply,
      BooleanSupplier givenUp,
      Consumer<Answer> receiver) {
    this.world = world;
    this.client = client;
    this.id = id;
    this.to = to;
    this.partition = world.placements().partitionOf(to);
    this.shape = shape;
    this.event = event;
    this.bytes = shape.encode(event);
    this.forReply = forReply;
    this.givenUp = givenUp;
    this.receiver = receiver;
  }

  boolean isAnswered() {
    return answer != null;
  }

  boolean isQuery() {
    return id.isEmpty();
  }

  long broughtMillis() {
    return broughtMillis;
  }

  /** For listeners: the same object each time, with the time when it was shown first. */
  RunListener.Request shown() {
    RunListener.Request known = shown;
    if (known == null) {
      Instant at = Instant.ofEpochMilli(world.nowMillis());
      known = new RunListener.Request(client, id, to, event, at);
      shown = known;
    }
    return known;
  }

  /** Whether a client still waits for an answer. */
  boolean isAwaited() {
    return answer == null && !givenUp.getAsBoolean();
  }

  /** Whether nobody has it who could answer. */
  boolean isHomeless() {
    if (answer != null) {
      return false;
    }
    Incarnation at = with;
    if (at == null || at.isDead()) {
      return true;
    }
    return at.isZombie() && world.owner(partition) != null;
  }

  /** Whether it waits at a node that lives. */
  boolean waits() {
    Incarnation at = with;
    return answer == null && at != null && at.isAlive();
  }

  // ---- bringing it ---------------------------------------------------------------------------

  @Override
  public String actor() {
    return "client " + client;
  }

  @Override
  public String label() {
    return "client " + client + " brings " + (id.isEmpty() ? "a query" : id);
  }

  /** Who would take it at the moment; null for nobody. */
  @Nullable Incarnation taker() {
    Incarnation owner = world.owner(partition);
    return owner != null && owner.mayAct() && !owner.seat(partition).isBusy() ? owner : null;
  }

  @Override
  public void run() {
    Incarnation taker = world.chances.strikes(Fault.STALE_ROUTE) ? stale() : taker();
    if (taker != null) {
      bring(taker, forReply);
    }
  }

  /** A zombie, where there is one; else who would take it anyway. */
  private @Nullable Incarnation stale() {
    Incarnation zombie = world.zombie(partition);
    if (zombie == null || zombie.seat(partition).isBusy()) {
      world.chances.missed(Fault.STALE_ROUTE);
      return taker();
    }
    world.struck(Fault.STALE_ROUTE, this);
    return zombie;
  }

  /**
   * Brings it once more, though it waits or is answered; now and then only to be accepted.
   *
   * @return whether somebody was there to take it
   */
  boolean repeat() {
    Incarnation taker = taker();
    if (taker == null) {
      return false;
    }
    bring(taker, forReply && world.chances.pick("only to be accepted", 4) != 1);
    return true;
  }

  private void bring(Incarnation taker, boolean toHear) {
    if (broughtMillis < 0) {
      broughtMillis = world.nowMillis();
      world.requested(this);
    }
    if (!isQuery() && world.isTooOld(this)) {
      heard(new Answer.Unknown("too long ago to be asked for again"));
      return;
    }
    Ear listening = new Ear(taker, toHear);
    if (answer == null && toHear == forReply) {
      with = taker;
      ear = listening;
    }
    var request = new ClientRequest(id, to, shape, event, bytes, toHear, listening);
    world.act(taker, () -> taker.seat(partition).deliver(mine -> mine.request(request)));
  }

  /**
   * Gives up waiting; it is brought again later.
   *
   * @return whether it could
   */
  boolean abandon() {
    Incarnation at = requireNonNull(with);
    Ear gone = requireNonNull(ear);
    if (!at.mayAct() || at.seat(partition).isBusy()) {
      return false;
    }
    world.act(at, () -> at.seat(partition).enter(mine -> mine.abandon(id, gone)));
    with = null;
    return true;
  }

  // ---- hearing of it -------------------------------------------------------------------------

  /** Who waits for the answer to one bringing. */
  final class Ear implements Waiter {
    private final Incarnation at;
    private final boolean toHear;
    private @Nullable Published outWith;
    private boolean done;

    Ear(Incarnation at, boolean toHear) {
      this.at = at;
      this.toHear = toHear;
    }

    /** The record that carries the answer. */
    void goesOutWith(Published published) {
      outWith = published;
    }

    @Override
    public void complete(Answer given) {
      world.cross(at, Crossing.ANSWER);
      if (done) {
        throw new Violation("G2: one waiter hears twice: " + Request.this);
      }
      done = true;
      if (given instanceof Answer.Overloaded) {
        pushedBack(this, given);
        return;
      }
      world.checks().heard(id, given, outWith, at.isZombie());
      if (toHear == forReply) {
        heard(given);
      } else if (!(given instanceof Answer.Accepted) && !isTurnedAway(given)) {
        throw new Violation("G2: " + Request.this + " is accepted with " + given);
      }
    }
  }

  /** Who only sends is told too that the machine has halted. */
  private static boolean isTurnedAway(Answer given) {
    return given instanceof Answer.No(var cause, _) && cause == Outcome.Cause.HALTED;
  }

  private void pushedBack(Ear refused, Answer given) {
    if (refused != ear) {
      return;
    }
    with = null;
    refusals++;
    if (isQuery() && refusals > MOST_REFUSALS) {
      heard(given);
    }
  }

  private void heard(Answer given) {
    Answer before = answer;
    if (before != null) {
      boolean same =
          isQuery()
              || before.equals(given)
              || (before instanceof Answer.Value(var one)
                  && given instanceof Answer.Value(var other)
                  && Arrays.equals(one, other));
      if (!same) {
        throw new Violation("G2: %s is answered %s, then %s".formatted(this, before, given));
      }
      return;
    }
    answer = given;
    world.answered(this, () -> receiver.accept(given));
  }

  @Override
  public String toString() {
    return "%s of client %s to %s: %s".formatted(isQuery() ? "query" : id, client, to, event);
  }
}
