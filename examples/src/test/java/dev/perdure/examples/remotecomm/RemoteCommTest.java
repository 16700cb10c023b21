package dev.perdure.examples.remotecomm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.MachineRef;
import dev.perdure.Placement;
import dev.perdure.examples.Clients;
import dev.perdure.examples.TestNode;
import dev.perdure.examples.remotecomm.Receiver.Report;
import dev.perdure.examples.remotecomm.Sender.SendSeries;
import dev.perdure.node.Operator.MachineEntry;
import dev.perdure.node.Operator.Status;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is sent to another partition comes there once, and in the order sent. */
@Timeout(300)
final class RemoteCommTest {
  private static final MachineRef<Sender.Event> SENDER = Sender.TYPE.ref("sender");

  @TempDir private Path dir;

  private TestNode open() {
    return TestNode.open(dir, Sender.DEFINITION, Receiver.DEFINITION);
  }

  private static Report send(TestNode node, String id, String where, int count) {
    return node.ask(id, SENDER, Report.class, to -> new SendSeries(where, count, to));
  }

  /** A tag whose machines live in another partition than the sender. */
  private static String elsewhere(TestNode node) {
    return IntStream.range(0, 1_000)
        .mapToObj(i -> "tag-" + i)
        .filter(tag -> partition(node, tag) != node.now().partitionOf(SENDER))
        .findFirst()
        .orElseThrow();
  }

  private static int partition(TestNode node, String tag) {
    return node.now().partitionOf(Receiver.TYPE.ref(Placement.of(tag), "any"));
  }

  private static void assertWhole(Report report, String where, int count) {
    assertThat(report).isEqualTo(new Report(Placement.of(where), count, 0));
  }

  @Test
  void aSeriesComesToAnotherPartitionOnceAndInOrder() {
    try (TestNode node = open()) {
      String where = elsewhere(node);
      assertWhole(send(node, "0 to 4", where, 5), where, 5);
      assertWhole(send(node, "the longest", where, Sender.MAX_COUNT), where, Sender.MAX_COUNT);
    }
  }

  @Test
  void eachSeriesIsAnsweredOnceByAReceiverOfItsOwnOverRestarts() throws Exception {
    int clients = 8;
    int series = 10;
    try (TestNode node = open();
        Clients<Integer> senders = new Clients<>()) {
      for (int i = 0; i < clients; i++) {
        String client = "client-" + i;
        senders.start(
            () -> {
              for (int count = 1; count <= series; count++) {
                assertWhole(
                    send(node, client + "/" + count, client, 20 * count), client, 20 * count);
                assertWhole(
                    send(node, client + "/" + count, client, 20 * count), client, 20 * count);
              }
              return series;
            });
      }
      for (int i = 0; i < 3; i++) node.restartAfter(2 * clients * series / 4);
      assertThat(senders.results()).hasSize(clients).containsOnly(series);
      assertThat(node.machines(Receiver.TYPE.name()))
          .hasSize(clients * series)
          .extracting(MachineEntry::status)
          .containsOnly(Status.HALTED);
    }
  }
}
