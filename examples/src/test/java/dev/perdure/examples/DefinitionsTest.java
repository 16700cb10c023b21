package dev.perdure.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.Definition;
import dev.perdure.examples.appbuilder.AppBuilder;
import dev.perdure.examples.appbuilder.Blockchain;
import dev.perdure.examples.appbuilder.BlockchainPrinter;
import dev.perdure.examples.appbuilder.Dlt;
import dev.perdure.examples.appbuilder.StatusBoard;
import dev.perdure.examples.appbuilder.UserMock;
import dev.perdure.examples.bank.Account;
import dev.perdure.examples.bank.Broker;
import dev.perdure.examples.pingpong.Ping;
import dev.perdure.examples.pingpong.Pong;
import dev.perdure.examples.pool.PoolDriver;
import dev.perdure.examples.pool.PoolManager;
import dev.perdure.examples.pool.VmManager;
import dev.perdure.examples.remotecomm.Receiver;
import dev.perdure.examples.remotecomm.Sender;
import dev.perdure.examples.simpletimers.Metronome;
import dev.perdure.examples.survey.Subscriber;
import dev.perdure.examples.survey.Survey;
import dev.perdure.examples.survey.SurveyCore;
import dev.perdure.examples.wordcount.Gatherer;
import dev.perdure.examples.wordcount.WordCounter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every definition is well formed, and all of them can live on one node. */
final class DefinitionsTest {
  static Stream<Definition<?, ?>> definitions() {
    return Stream.of(
        PoolDriver.DEFINITION,
        PoolManager.DEFINITION,
        VmManager.DEFINITION,
        Account.DEFINITION,
        Broker.DEFINITION,
        SurveyCore.DEFINITION,
        Survey.DEFINITION,
        Subscriber.DEFINITION,
        WordCounter.DEFINITION,
        Gatherer.DEFINITION,
        Ping.DEFINITION,
        Pong.DEFINITION,
        AppBuilder.DEFINITION,
        Blockchain.DEFINITION,
        Dlt.DEFINITION,
        BlockchainPrinter.DEFINITION,
        UserMock.DEFINITION,
        StatusBoard.DEFINITION,
        Sender.DEFINITION,
        Receiver.DEFINITION,
        Metronome.DEFINITION);
  }

  @Test
  void machineTypesHaveNamesOfTheirOwn() {
    assertThat(definitions().map(definition -> definition.type().name())).doesNotHaveDuplicates();
  }

  /** What is stored carries these names: a change of one is a change of data that are there. */
  @Test
  void theGoldenFileTellsTheDurableNames() throws IOException {
    Path golden = Path.of("durable-names.txt");
    List<String> actual =
        Stream.concat(definitions().flatMap(DefinitionsTest::names), activities()).toList();
    if ("write".equals(System.getProperty("perdure.golden"))) Files.write(golden, actual);
    assertThat(actual)
        .as("durable names; if a change is meant, write them to examples/durable-names.txt")
        .isEqualTo(Files.readAllLines(golden));
  }

  private static Stream<String> names(Definition<?, ?> definition) {
    String placed = definition.keysPlaced() ? " (placed)" : "";
    return Stream.of(
        "machine " + definition.type().name() + placed,
        "  states " + names(definition, definition.states()),
        "  events " + names(definition, definition.type().events()));
  }

  private static String names(Definition<?, ?> definition, Class<?> family) {
    return definition.names().entrySet().stream()
        .filter(member -> family.isAssignableFrom(member.getKey()))
        .map(Map.Entry::getValue)
        .collect(Collectors.joining(" "));
  }

  private static Stream<String> activities() {
    return Stream.of(VmManager.CREATE, VmManager.RELEASE, BlockchainPrinter.PRINT)
        .map(activity -> "activity " + activity.name());
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void aBehaviourBeginsInAStateOfItsFamily(Definition<?, ?> definition) {
    assertThat(definition.behaviour().get().initial()).isInstanceOf(definition.states());
  }
}
