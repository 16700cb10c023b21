package dev.perdure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.Part;
import dev.perdure.cli.PoolAudit.Findings;
import dev.perdure.cli.ServiceClient.Definite;
import dev.perdure.cli.ServiceClient.Reply;
import dev.perdure.examples.pool.PoolService;
import dev.perdure.examples.pool.SimulatedCloud;
import dev.perdure.examples.pool.VmName;
import dev.perdure.node.Node;
import dev.perdure.node.NodeConfig;
import dev.perdure.server.HttpConfig;
import dev.perdure.server.HttpServer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What can go wrong with the pools, planted into a service that is right; each is named. */
@Timeout(120)
final class PoolAuditTest {
  private static final Deadline FAR_AWAY = Deadline.in(Duration.ofSeconds(60));
  private static final List<PoolOrder> ORDERS =
      List.of(order(0, "red", 2), order(1, "blue", 1), order(2, "red", 3));

  @TempDir Path dir;

  private SimulatedCloud cloud;
  private Node node;
  private HttpServer server;
  private ServiceClient client;
  private PoolAudit audit;
  private List<Definite> answers;

  private static PoolOrder order(int number, String pool, int vms) {
    return new PoolOrder("order-" + number, pool, OptionalInt.of(vms));
  }

  @BeforeEach
  void serveTheOrders() throws Exception {
    cloud = new SimulatedCloud(Example.cloud(dir), 1, SimulatedCloud.Trouble.NONE);
    node =
        Node.open(NodeConfig.at(Example.node(dir)), PoolService.parts(cloud).toArray(Part[]::new));
    server = HttpServer.start(node, HttpConfig.loopback());
    URI address = URI.create("http://127.0.0.1:" + server.port());
    client = new ServiceClient(() -> Optional.of(address), FAR_AWAY);
    audit = new PoolAudit(client, Example.cloud(dir));
    List<Definite> given = new ArrayList<>();
    for (PoolOrder order : ORDERS) { // One after the other: the last of a pool is its goal.
      given.add(client.ask("pool-driver", "main", order.event(), order.requestId(), order.body()));
    }
    answers = List.copyOf(given);
    Findings found = audit.pools(ORDERS, answers);
    while (!found.problems().isEmpty() && !FAR_AWAY.isOver()) {
      found = audit.pools(ORDERS, answers);
    }
    assertThat(found).isEqualTo(new Findings(2, 2, 4, List.of()));
    assertThat(audit.answers(ORDERS, answers)).isEmpty();
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
    node.close();
  }

  @Test
  void anOrphanIsNamed() throws Exception {
    Files.writeString(Example.cloud(dir).resolve("names").resolve("vm-stray"), "i-1");
    assertThat(audit.pools(ORDERS, answers).problems())
        .containsExactly("orphan: VM stray (i-1) belongs to no pool");
  }

  @Test
  void aMissingVmIsNamed() throws Exception {
    VmName gone = cloud.vms().firstKey();
    try (var files = Files.list(Example.cloud(dir).resolve("names"))) {
      Files.delete(files.sorted().findFirst().orElseThrow());
    }
    assertThat(cloud.vms()).doesNotContainKey(gone);
    assertThat(audit.pools(ORDERS, answers).problems())
        .anyMatch(problem -> problem.contains(gone.value()) && problem.contains("not there"))
        .anyMatch(problem -> problem.contains("alive at the provider"))
        .hasSize(2);
  }

  @Test
  void anAnswerToSomethingElseIsNamed() throws Exception {
    List<Definite> changed = changed(1, change -> change.put("vms", 7));
    assertThat(audit.answers(ORDERS, changed))
        .singleElement()
        .asString()
        .contains("order-1", "was answered with", "7");
  }

  @Test
  void aNumberOfTwoRequestsIsNamed() throws Exception {
    long first = change(0).path("number").asLong();
    List<Definite> changed = changed(2, change -> change.put("number", first));
    assertThat(audit.answers(ORDERS, changed))
        .anyMatch(
            problem ->
                problem.contains("answer of two requests")
                    && problem.contains("order-0")
                    && problem.contains("order-2"))
        .anyMatch(problem -> problem.contains("3 changes, 2 were answered"))
        .anyMatch(problem -> problem.contains("the answer of no request"));
  }

  @Test
  void aRequestThatWasObeyedTwiceIsNamed() throws Exception {
    PoolOrder again = ORDERS.get(1);
    client.ask("pool-driver", "main", again.event(), "another-id", again.body());
    assertThat(audit.answers(ORDERS, answers))
        .containsExactly(
            "the driver made 4 changes, 3 were answered", "change 4 was the answer of no request");
  }

  @Test
  void aWrongGoalIsNamed() throws Exception {
    JsonNode red =
        client.query("pool-driver", "main", "FindPool", body().put("pool", "red"))
                instanceof Reply(var found)
            ? found
            : body();
    String manager = red.path("manager").path("key").asString();
    client.tell("pool", manager, "Resize", "behind-the-driver", body().put("vms", 5));
    assertThat(audit.pools(ORDERS, answers).problems())
        .anyMatch(problem -> problem.startsWith("red: 3 wanted, {\"goal\":5"));
  }

  @Test
  void aGoalThatWasNotTheLastOrderedIsNamed() throws Exception {
    List<PoolOrder> others = List.of(ORDERS.get(0), ORDERS.get(1), order(2, "red", 4));
    assertThat(audit.pools(others, answers).problems())
        .containsExactly("red: the last answer says 4, the driver 3");
  }

  private List<Definite> changed(int number, UnaryOperator<ObjectNode> change) {
    List<Definite> changed = new ArrayList<>(answers);
    changed.set(number, new Reply(change.apply(change(number))));
    return changed;
  }

  private ObjectNode change(int number) {
    return (ObjectNode) ((Reply) answers.get(number)).body().deepCopy();
  }

  private static ObjectNode body() {
    return JsonMapper.shared().createObjectNode();
  }
}
