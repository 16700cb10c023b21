package dev.perdure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void helpListsTheSubcommands() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("perdure", "Commands:", "help");
  }

  @Test
  void versionNamesTheProgramAndTheJvm() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).contains("perdure ", "JVM ");
  }

  @Test
  void noCommandIsAWrongCall() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("say which command to run", "Usage: perdure");
  }

  @Test
  void anUnknownCommandIsAWrongCall() {
    assertThat(run("fly")).isEqualTo(2);
    assertThat(err.toString()).contains("fly");
  }

  private int run(String... args) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }
}
