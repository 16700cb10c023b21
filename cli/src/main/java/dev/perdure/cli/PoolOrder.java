package dev.perdure.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One request to the pool service.
 *
 * @param requestId its Idempotency-Key
 * @param vms how many VMs the pool shall have; empty to remove it
 */
record PoolOrder(String requestId, String pool, OptionalInt vms) {
  private static final int MOST_VMS = 8;
  private static final int MOST_AT_ONCE = 2;
  private static final double REMOVALS = 0.02;

  /** The event. */
  String event() {
    return vms.isPresent() ? "SetGoal" : "RemovePool";
  }

  /** The event's fields. */
  ObjectNode body() {
    ObjectNode body = JsonMapper.shared().createObjectNode().put("pool", pool);
    vms.ifPresent(wanted -> body.put("vms", wanted));
    return body;
  }

  /** Orders that change random pools by a VM or two, and now and then remove one. */
  static List<PoolOrder> plan(long seed, int pools, int requests) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] sizes = new int[pools];
    List<PoolOrder> plan = new ArrayList<>(requests);
    for (int i = 0; i < requests; i++) {
      // Every pool once, as far as the requests go; then any.
      int pool = i < pools ? i : random.nextInt(pools);
      int change = random.nextInt(-MOST_AT_ONCE, MOST_AT_ONCE + 1);
      sizes[pool] = Math.clamp(sizes[pool] + change, 0, MOST_VMS);
      boolean removal = random.nextDouble() < REMOVALS;
      if (removal) sizes[pool] = 0;
      plan.add(
          new PoolOrder(
              "demo-%d-%d".formatted(seed, i),
              "pool-%03d".formatted(pool),
              removal ? OptionalInt.empty() : OptionalInt.of(sizes[pool])));
    }
    return plan;
  }
}
