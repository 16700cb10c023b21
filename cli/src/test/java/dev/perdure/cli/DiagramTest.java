package dev.perdure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiagramTest {
  private static final String EXAMPLES = "../examples/src/main/java";

  @TempDir private Path dir;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aTypeIsDrawnByItsDurableNameOrItsClass() {
    assertThat(diagram("pingpong", "ping")).isZero();
    String drawn = out.toString();
    assertThat(drawn)
        .startsWith("stateDiagram-v2\n")
        .contains("Playing : Playing<br>stay on Back [")
        .contains("<br>defer Play\n", "Resting --> Playing : Play\n");
    out.getBuffer().setLength(0);
    assertThat(diagram("dev.perdure.examples.pingpong", "Ping")).isZero();
    assertThat(out.toString()).isEqualTo(drawn);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aWholeProgramIsAPageOfMarkdown() {
    assertThat(diagram("pingpong")).isZero();
    assertThat(out.toString())
        .startsWith("## Ping\n\n```mermaid\nstateDiagram-v2\n")
        .contains("```\n\n## Pong\n\n```mermaid\n")
        .endsWith("```\n");
  }

  @Test
  void picturesGoIntoAFileOrAFolder() throws IOException {
    Path file = dir.resolve("ping.svg");
    assertThat(diagram("pingpong", "ping", "--format", "svg", "--out", file.toString())).isZero();
    assertThat(file).content().startsWith("<svg ").contains("Playing");
    Path folder = dir.resolve("pictures");
    assertThat(diagram("pingpong", "--format", "SVG", "--out", folder.toString())).isZero();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .containsExactlyInAnyOrder("ping.svg", "pong.svg");
    }
    assertThat(folder.resolve("ping.svg")).hasSameTextualContentAs(file);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void whatRunsReachedHasColoursAndCounts() {
    assertThat(diagram("pingpong", "ping", "--seeds", "5")).isZero();
    assertThat(out.toString())
        .containsPattern("Resting --> Playing : Play ×[1-9]\\d*\n")
        .contains("class Playing covered\n");
    String drawn = out.toString();
    out.getBuffer().setLength(0);
    assertThat(diagram("dev.perdure.examples.pingpong", "ping", "--seeds", "5")).isZero();
    assertThat(out.toString()).isEqualTo(drawn);
    assertThat(diagram("simpletimers", "--seeds", "5")).isZero();
    assertThat(out.toString()).containsPattern("Ticking --> Tocking : Tick .*×[1-9]");
    assertThat(diagram("pingpong", "--seeds", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("option --seeds must be >= 1: 0");
  }

  @Test
  void severalPicturesCannotGoToStandardOutput() {
    assertThat(diagram("pingpong", "--format", "svg")).isEqualTo(2);
    assertThat(err.toString()).contains("say which TYPE", "--out", "ping", "Pong");
  }

  @Test
  void wrongNamesAreWrongCallsThatListTheRightOnes() {
    assertThat(diagram("shop")).isEqualTo(2);
    assertThat(err.toString()).contains("'shop'", "bank", "pool", "survey", "--sources DIR");
    assertThat(diagram("bank", "vault")).isEqualTo(2);
    assertThat(err.toString()).contains("'vault'", "account", "Broker");
    assertThat(diagram("bank", "--format", "pdf")).isEqualTo(2);
    assertThat(err.toString()).contains("'pdf'", "mermaid or svg").doesNotContain("\tat ");
  }

  @Test
  void withoutSourcesItSaysWhatToDo() {
    // Tests run in the module's folder, which has sources but no machines, and without a launcher.
    assertThat(run("diagram", "bank")).isEqualTo(2);
    assertThat(err.toString()).contains("no machines in src", "--sources DIR");
    assertThat(run("diagram", "bank", "--sources", dir.resolve("gone").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("no folder of sources", "gone").doesNotContain("\tat ");
  }

  @Test
  void sourcesThatDoNotCompileAreToldAsJavacTellsThem() throws IOException {
    Path file = Files.createDirectories(dir.resolve("shop")).resolve("Till.java");
    Files.writeString(
        file,
        """
        package shop;
        import dev.perdure.*;
        final class Till implements Machine<String, String> {
          Missing missing;
        }
        """);
    assertThat(run("diagram", "shop", "--sources", dir.toString())).isEqualTo(1);
    assertThat(err.toString())
        .contains("do not compile", file + ":4: cannot find symbol", "Missing")
        .doesNotContain("\tat ");
  }

  @Test
  void whatTheSourcesDoNotTellIsSaid() throws IOException {
    Path file = Files.createDirectories(dir.resolve("shop")).resolve("Till.java");
    Files.writeString(
        file,
        """
        package shop;
        import dev.perdure.*;
        final class Till implements Machine<Till.State, Till.Event> {
          record Event() {}
          sealed interface State {}
          record Open() implements State {}
          record Shut() implements State {}
          private State last = new Open();
          @Override public State initial() { return new Open(); }
          @Override public State on(State state, Event event, Step<Event> step) { return last; }
        }
        """);
    assertThat(run("diagram", "shop", "--sources", dir.toString())).isZero();
    assertThat(err.toString()).contains("perdure: Till: Open + Event: any of Open, Shut");
    assertThat(out.toString()).contains("(any of 2)");
  }

  private int diagram(String... args) {
    Stream<String> sources = Stream.of("--sources", EXAMPLES);
    return run(
        Stream.of(Stream.of("diagram"), Arrays.stream(args), sources)
            .flatMap(each -> each)
            .toArray(String[]::new));
  }

  private int run(String... args) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }
}
