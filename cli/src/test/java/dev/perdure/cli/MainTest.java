package dev.perdure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.node.NodeConfig;
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

  @Test
  void anUnknownExampleIsAWrongCallThatListsTheKnownOnes() {
    assertThat(run("run", "shop")).isEqualTo(2);
    assertThat(err.toString()).contains("shop", "pool", "bank").doesNotContain("\tat ");
  }

  @Test
  void aBadSettingIsAWrongCallThatNamesItsOrigin() {
    assertThat(run("run", "pool", "--port", "99999")).isEqualTo(2);
    assertThat(err.toString()).contains("99999", "option --port").doesNotContain("\tat ");
  }

  @Test
  void helpOfEachCommandTellsItsExitCodes() {
    assertThat(run("run", "--help")).isZero();
    assertThat(run("demo", "--help")).isZero();
    assertThat(out.toString()).contains("--durability", "--kills", "Exit codes: 0 verified");
  }

  @Test
  void everySettingIsListedAndRunSaysWhere() {
    assertThat(run("run", "--help")).isZero();
    assertThat(out.toString()).contains("perdure settings");
    out.getBuffer().setLength(0);
    assertThat(run("settings")).isZero();
    assertThat(out.toString()).isEqualTo(NodeConfig.help()).contains("waiting-events");
    out.getBuffer().setLength(0);
    assertThat(run("settings", "--markdown")).isZero();
    assertThat(out.toString()).isEqualTo(NodeConfig.markdown()).contains("PERDURE_WAITING_EVENTS");
  }

  private int run(String... args) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }
}
