package dev.perdure.cli;

import dev.perdure.cli.ServiceClient.Definite;
import dev.perdure.cli.ServiceClient.Refusal;
import dev.perdure.cli.ServiceClient.Reply;
import dev.perdure.examples.pool.PoolDriver;
import dev.perdure.examples.pool.PoolManager;
import dev.perdure.examples.pool.SimulatedCloud;
import dev.perdure.examples.pool.VmId;
import dev.perdure.examples.pool.VmName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compares what was ordered, what the service says, and what the provider has. Used by one thread.
 */
final class PoolAudit {
  private static final int PAGE = 500;

  private final ServiceClient client;
  private final SimulatedCloud cloud;

  /**
   * What was found.
   *
   * @param pools pools there are
   * @param settled those at their goal, with nothing under way
   * @param vms VMs at the provider
   * @param problems what does not agree, one line each
   */
  record Findings(int pools, int settled, int vms, List<String> problems) {
    Findings {
      problems = List.copyOf(problems);
    }
  }

  /** What the driver and the manager say of a pool. */
  private record Pool(String name, int wanted, JsonNode status, SortedMap<String, String> vms) {
    boolean settled() {
      return status.path("goal").asInt() == wanted
          && status.path("alive").asLong() == wanted
          && status.path("creating").asLong() == 0
          && status.path("releasing").asLong() == 0;
    }
  }

  /**
   * An audit.
   *
   * @param cloudDir the provider's directory
   */
  PoolAudit(ServiceClient client, Path cloudDir) throws IOException {
    this.client = client;
    this.cloud = new SimulatedCloud(cloudDir, 0, SimulatedCloud.Trouble.NONE);
  }

  /** Whether every pool has the VMs that were ordered, and the provider has no others. */
  Findings pools(List<PoolOrder> orders, List<Definite> answers)
      throws InterruptedException, IOException {
    List<String> problems = new ArrayList<>();
    Map<String, Integer> goals = goals(orders, answers);
    Map<String, String> atProvider = new TreeMap<>();
    for (Map.Entry<VmName, VmId> vm : cloud.vms().entrySet()) {
      atProvider.put(vm.getKey().value(), vm.getValue().value());
    }
    int vms = atProvider.size();
    int settled = 0;
    List<Pool> pools = list();
    for (Pool pool : pools) {
      if (pool.settled()) settled++;
      else problems.add("%s: %d wanted, %s".formatted(pool.name, pool.wanted, pool.status));
      Integer goal = goals.remove(pool.name);
      if (goal == null || goal != pool.wanted) {
        problems.add(
            "%s: the last answer says %s, the driver %d"
                .formatted(pool.name, goal == null ? "removed" : goal, pool.wanted));
      }
      compare(pool, atProvider, problems);
    }
    goals.forEach((pool, goal) -> problems.add(pool + ": " + goal + " wanted, no such pool"));
    atProvider.forEach(
        (name, id) -> problems.add("orphan: VM %s (%s) belongs to no pool".formatted(name, id)));
    return new Findings(pools.size(), settled, vms, problems);
  }

  /** Takes a pool's VMs from those at the provider. */
  private static void compare(Pool pool, Map<String, String> atProvider, List<String> problems) {
    int alive = 0;
    for (Map.Entry<String, String> vm : pool.vms.entrySet()) {
      String id = atProvider.remove(vm.getKey());
      if (vm.getValue().equals(id)) {
        alive++;
      } else {
        problems.add(
            "%s: VM %s is %s in its books, %s at the provider"
                .formatted(pool.name, vm.getKey(), vm.getValue(), id == null ? "not there" : id));
      }
    }
    if (alive != pool.wanted) {
      problems.add(
          "%s: %d wanted, %d alive at the provider".formatted(pool.name, pool.wanted, alive));
    }
  }

  /**
   * Whether each order was obeyed once: the driver numbers the changes, and the numbers in the
   * answers are those from 1 to the number of changes.
   */
  List<String> answers(List<PoolOrder> orders, List<Definite> answers) throws InterruptedException {
    List<String> problems = new ArrayList<>();
    Map<Long, String> byNumber = new HashMap<>();
    for (int i = 0; i < orders.size(); i++) {
      PoolOrder order = orders.get(i);
      if (!(answers.get(i) instanceof Reply(var change))) {
        // Only a removal can be refused: of a pool that is not there.
        if (order.vms().isPresent()) problems.add(order + " was refused: " + answers.get(i));
        continue;
      }
      if (!change.path("pool").asString().equals(order.pool())
          || change.path("vms").asInt() != order.vms().orElse(0)) {
        problems.add(order + " was answered with " + change);
      }
      String other = byNumber.put(change.path("number").asLong(), order.requestId());
      if (other != null) {
        problems.add(
            "change %s was the answer of two requests: %s and %s"
                .formatted(change.path("number"), other, order.requestId()));
      }
    }
    long changes = reply(client.query("pool-driver", "main", "CountChanges", body())).asLong();
    if (changes != byNumber.size()) {
      problems.add(
          "the driver made %d changes, %d were answered".formatted(changes, byNumber.size()));
    }
    for (long number = 1; number <= changes; number++) {
      if (!byNumber.containsKey(number)) {
        problems.add("change " + number + " was the answer of no request");
      }
    }
    return problems;
  }

  /** What each pool is to have after all changes, by the numbers of the answers. */
  private static Map<String, Integer> goals(List<PoolOrder> orders, List<Definite> answers) {
    Map<Long, PoolOrder> byNumber = new TreeMap<>();
    for (int i = 0; i < orders.size(); i++) {
      if (answers.get(i) instanceof Reply(var change)) {
        byNumber.put(change.path("number").asLong(), orders.get(i));
      }
    }
    Map<String, Integer> goals = new TreeMap<>();
    for (PoolOrder order : byNumber.values()) {
      if (order.vms().isPresent()) goals.put(order.pool(), order.vms().getAsInt());
      else goals.remove(order.pool());
    }
    return goals;
  }

  private List<Pool> list() throws InterruptedException {
    List<Pool> pools = new ArrayList<>();
    String after = "";
    while (true) {
      JsonNode page =
          reply(
              client.query(
                  PoolDriver.MAIN.type(),
                  PoolDriver.MAIN.key(),
                  "ListPools",
                  body().put("after", after).put("limit", PAGE)));
      for (JsonNode pool : page.path("pools")) {
        after = pool.path("name").asString();
        String manager = pool.path("manager").path("key").asString();
        JsonNode status = reply(client.query(PoolManager.TYPE.name(), manager, "Look", body()));
        pools.add(new Pool(after, pool.path("vms").asInt(), status, vms(manager)));
      }
      if (page.path("pools").size() < PAGE) return pools;
    }
  }

  /** A pool's VMs, name to id. */
  private SortedMap<String, String> vms(String manager) throws InterruptedException {
    SortedMap<String, String> vms = new TreeMap<>();
    String after = "";
    while (true) {
      JsonNode page =
          reply(
              client.query(
                  PoolManager.TYPE.name(),
                  manager,
                  "ListVms",
                  body().put("after", after).put("limit", PAGE)));
      for (JsonNode vm : page.path("vms")) {
        vms.put(vm.path("name").path("value").asString(), vm.path("id").path("value").asString());
      }
      if (page.path("vms").size() < PAGE) return vms;
      after = page.path("last").asString();
    }
  }

  private static ObjectNode body() {
    return JsonMapper.shared().createObjectNode();
  }

  private static JsonNode reply(Definite answer) {
    return switch (answer) {
      case Reply(var body) -> body;
      case Refusal(var reason) -> throw new IllegalStateException("a query was refused: " + reason);
    };
  }
}
