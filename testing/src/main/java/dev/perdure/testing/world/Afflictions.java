package dev.perdure.testing.world;

import dev.perdure.testing.Fault;

/** The faults that strike between the tasks: once before each turn they have their chance. */
final class Afflictions {
  private static final int MOST_ZOMBIES = 2;
  private static final long LONGEST_USUAL_JUMP = 5_000;
  private static final String BETWEEN_TASKS = "between its tasks";

  private final World world;
  private final Chances chances;
  private final Nodes nodes;
  private final int stores;

  Afflictions(World world, Nodes nodes, int stores) {
    this.world = world;
    this.chances = world.chances;
    this.nodes = nodes;
    this.stores = stores;
  }

  /** Before a turn with faults. */
  void afflict() {
    if (chances.strikes(Fault.CRASH)) {
      crash();
    }
    if (nodes.zombies() < MOST_ZOMBIES && chances.strikes(Fault.TAKEOVER)) {
      overtake();
    }
    if (stores > 1 && world.strikes(Fault.NETWORK_PARTITION, "wire")) {
      int one = chances.pick("which store", stores);
      long until = world.nowMillis() + 1 + chances.pick("cut for", 10_000);
      world.wire.cut(one, (one + 1) % stores, until);
    }
    if (chances.strikes(Fault.CLOCK_JUMP)) {
      moveAClock();
    }
    if (chances.strikes(Fault.SLOWNESS)) {
      world.pass(world.nowMillis() + 1 + chances.pick("time passes", 1_000));
    }
    if (chances.strikes(Fault.REPEATED_REQUEST) && !world.requests.repeatOne()) {
      chances.missed(Fault.REPEATED_REQUEST);
    }
    if (chances.strikes(Fault.ABANDONED_REQUEST) && !world.requests.abandonOne()) {
      chances.missed(Fault.ABANDONED_REQUEST);
    }
  }

  private void crash() {
    Incarnation node = nodes.anyAlive(chances);
    if (node == null) {
      chances.missed(Fault.CRASH);
      return;
    }
    world.struck(Fault.CRASH, node, BETWEEN_TASKS);
    world.died(node, new Crash(BETWEEN_TASKS));
  }

  private void overtake() {
    Incarnation overtaken = nodes.overtake(chances.pick("which store", stores));
    if (overtaken == null) {
      chances.missed(Fault.TAKEOVER);
      return;
    }
    world.struck(Fault.TAKEOVER, overtaken);
  }

  private void moveAClock() {
    Incarnation node = nodes.anyAlive(chances);
    if (node == null) {
      chances.missed(Fault.CLOCK_JUMP);
      return;
    }
    world.struck(Fault.CLOCK_JUMP, node);
    node.clock.set(node.clock.offMillis() + jump(node));
  }

  private long jump(Incarnation node) {
    long by = drawJump();
    // By so much at once only what nobody asks for again is forgotten.
    boolean far = by > world.config().requestRetentionMillis() / 4;
    return far && !world.requests.mayBeForgotten(node.store) ? LONGEST_USUAL_JUMP : by;
  }

  private long drawJump() {
    return switch (chances.pick("how the clock jumps", 4)) {
      case 0 -> 1 + chances.pick("forward by", (int) LONGEST_USUAL_JUMP);
      case 1 -> -1 - chances.pick("back by", 3_000);
      case 2 -> 1 + chances.pick("forward by", 200);
      default -> 1 + chances.pick("forward by", 7_200_000);
    };
  }
}
