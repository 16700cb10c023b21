package dev.perdure.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.kernel.spi.Durability;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NodeConfigTest {
  @TempDir Path folder;

  private NodeConfig readFile(String... lines) throws IOException {
    return NodeConfig.read(Optional.of(file(lines)), Map.of());
  }

  private Path file(String... lines) throws IOException {
    return Files.write(folder.resolve("perdure.properties"), List.of(lines));
  }

  private static NodeConfig readEnvironment(String variable, String value) {
    return NodeConfig.read(Optional.empty(), Map.of("PERDURE_DIR", "data", variable, value));
  }

  @Test
  void everyComponentIsASettingOfItsName() {
    List<String> components =
        Arrays.stream(NodeConfig.class.getRecordComponents())
            .map(RecordComponent::getName)
            .map(name -> name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
            .toList();
    assertThat(Settings.ALL.stream().map(Setting::name).toList()).isEqualTo(components);
  }

  @Test
  void everyDefaultIsInItsBoundsAndIsTheOneThatPeopleAreTold() {
    NodeConfig config = NodeConfig.at(Path.of("data"));
    for (Setting<?> setting : Settings.ALL) {
      setting.check(config);
      boolean fixed = !setting.standard().isEmpty() && !setting.equals(Settings.WORKERS);
      if (fixed) {
        assertThat(setting.apply(config, setting.standard().replace(",", "")))
            .as(setting.name())
            .isEqualTo(config);
      }
    }
    assertThat(config.workers()).isEqualTo(Runtime.getRuntime().availableProcessors());
  }

  @Test
  void everySettingChangesItsOwnComponentOnly() {
    NodeConfig config = NodeConfig.at(Path.of("data"));
    assertChanges(config, Settings.DIR, Path.of("other"));
    assertChanges(config, Settings.DURABILITY, Durability.OS);
    for (Setting<?> setting : Settings.ALL) changeOnly(config, setting);
  }

  private static <T> void changeOnly(NodeConfig config, Setting<T> setting) {
    String other =
        switch (setting.kind()) {
          case Setting.Count count -> String.valueOf(count.max());
          case Setting.Size size -> String.valueOf(size.max());
          case Setting.Time time -> time.max().toString();
          case Setting.Choice<?> _ -> "OS";
          case Setting.Folder _ -> "elsewhere";
          case Setting.Host _ -> "0.0.0.0";
        };
    assertChanges(config, setting, setting.value().apply(setting.apply(config, other)));
  }

  private static <T> void assertChanges(NodeConfig config, Setting<T> setting, T value) {
    NodeConfig changed = setting.change().apply(config, value);
    assertThat(changed).as(setting.name()).isNotEqualTo(config);
    assertThat(setting.value().apply(changed)).isEqualTo(value);
    assertThat(setting.change().apply(changed, setting.value().apply(config))).isEqualTo(config);
  }

  @Test
  void aFileHasLinesOfNamesAndValues() throws IOException {
    NodeConfig config =
        readFile(
            "# where",
            "dir = data/a b",
            "",
            "  partitions=32",
            "max-event-bytes = 64 KiB",
            "request-retention = PT1H",
            "durability = os");
    assertThat(config)
        .isEqualTo(
            NodeConfig.at(Path.of("data/a b"))
                .partitions(32)
                .maxEventBytes(65_536)
                .requestRetention(Duration.ofHours(1))
                .durability(Durability.OS));
  }

  @Test
  void theEnvironmentGoesBeforeTheFile() throws IOException {
    NodeConfig config =
        NodeConfig.read(
            Optional.of(file("dir = data", "partitions = 32", "http-port = 1")),
            Map.of("PERDURE_PARTITIONS", "16", "HOME", "/home", "PERDURE_JAVA_HOME", "/jdk"));
    assertThat(config).isEqualTo(NodeConfig.at(Path.of("data")).partitions(16).httpPort(1));
  }

  @Test
  void anUnknownSettingIsAnErrorThatListsTheKnownAndTheNearest() {
    assertThatThrownBy(() -> readFile("dir = data", "partition = 4"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there is no setting 'partition'")
        .hasMessageContaining("perdure.properties:2")
        .hasMessageContaining("did you mean partitions?")
        .hasMessageContaining("Known are dir, durability, partitions, workers");
    assertThatThrownBy(() -> readEnvironment("PERDURE_REQUEST_RETENTON", "1h"))
        .hasMessageContaining("did you mean PERDURE_REQUEST_RETENTION?");
    assertThatThrownBy(() -> readEnvironment("PERDURE_ZZZZZZZZ", "1h"))
        .hasMessageContaining("'PERDURE_ZZZZZZZZ'")
        .message()
        .doesNotContain("did you mean");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "partitions|0|a whole number from 1 to 4,096",
        "partitions|4097|a whole number from 1 to 4,096",
        "partitions|many|a whole number from 1 to 4,096",
        "http-port|65536|a whole number from 0 to 65,535",
        "max-event-bytes|127|a size from 128 B to 64 MiB",
        "max-event-bytes|1 MiX|a size from 128 B to 64 MiB",
        "max-event-bytes|999999999999999999 TiB|a size from 128 B to 64 MiB",
        "request-retention|59s|a duration from 1 m to 365 d",
        "request-retention|soon|a duration from 1 m to 365 d",
        "request-timeout|999999999999999d|a duration from 1 ms to 1 d",
        "durability|MEMORY|one of SYNC, OS",
        "http-host|not a host|a host name or address",
      })
  void aValueOutOfItsBoundsIsAnErrorThatSaysAll(String name, String value, String expected) {
    String variable = "PERDURE_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    assertThatThrownBy(() -> readEnvironment(variable, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name + ": '" + value + "' is not " + expected)
        .hasMessageContaining("environment variable " + variable);
    assertThatThrownBy(() -> readFile("dir = data", name + " = " + value))
        .hasMessageContaining(name + ": '" + value + "' is not " + expected)
        .hasMessageContaining("perdure.properties:2");
  }

  @Test
  void allProblemsAreReportedAtOnce() {
    assertThatThrownBy(() -> readFile("partitions = 0", "workers", "workers = 0", "x = 1"))
        .hasMessageContaining("dir is missing; set it in the file or as PERDURE_DIR")
        .hasMessageContaining("partitions: '0'")
        .hasMessageContaining("'workers' is no line of name = value")
        .hasMessageContaining("workers: '0'")
        .hasMessageContaining("no setting 'x'");
  }

  @Test
  void aSettingTwiceInAFileIsAnError() {
    assertThatThrownBy(() -> readFile("dir = a", "dir = b"))
        .hasMessageContaining("dir is set twice")
        .hasMessageContaining("perdure.properties:1 and")
        .hasMessageContaining("perdure.properties:2");
  }

  @Test
  void aFileThatIsMissingIsAnError() {
    assertThatThrownBy(
            () -> NodeConfig.read(Optional.of(folder.resolve("none")), Map.of("PERDURE_DIR", "d")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none cannot be read");
  }

  @Test
  void theRecordChecksItselfToo() {
    NodeConfig config = NodeConfig.at(Path.of("data"));
    assertThatThrownBy(() -> config.partitions(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("partitions must be a whole number from 1 to 4,096: 0");
    assertThatThrownBy(() -> config.durability(Durability.MEMORY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "1MiB,1048576",
    "64 MB,64000000",
    "1048576,1048576",
    "1048576 B,1048576",
    "1gib,1073741824",
  })
  void sizesHaveUnits(String text, long bytes) {
    assertThat(readEnvironment("PERDURE_MAX_LOG_BYTES", text).maxLogBytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({"500ms,PT0.5S", "30s,PT30S", "15 m,PT15M", "1h,PT1H", "PT0.25S,PT0.25S"})
  void durationsHaveUnits(String text, Duration duration) {
    assertThat(readEnvironment("PERDURE_CLOSE_TIMEOUT", text).closeTimeout()).isEqualTo(duration);
  }

  @Test
  void theHelpAndTheTableNameEverySetting() {
    for (Setting<?> setting : Settings.ALL) {
      assertThat(NodeConfig.help()).contains(setting.name() + " ").contains(setting.meaning());
      assertThat(NodeConfig.markdown())
          .contains("| `" + setting.name() + "` | `" + setting.variable() + "` |")
          .contains(setting.kind().expected());
    }
  }
}
