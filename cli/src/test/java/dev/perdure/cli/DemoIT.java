package dev.perdure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo, small: what scripts go by is its exit code and its last line. */
final class DemoIT {
  @TempDir Path dir;

  @Test
  void aSuccessIsToldByTheLastLineAndTheExitCode() {
    StringWriter out = new StringWriter();
    int exitCode =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .execute(
                "demo",
                "--seconds=3",
                "--pools=10",
                "--requests=60",
                "--kills=1",
                "--dir=" + dir.resolve("data"));
    assertThat(exitCode).as(out.toString()).isZero();
    assertThat(out.toString().lines().toList().getLast())
        .matches("demo: ok, 60 requests, 1 kills, [1-9][0-9]* steps");
  }

  @Test
  void aDirectoryWithDataInItIsAWrongCall() {
    assertThat(
            Main.commandLine()
                .setErr(new PrintWriter(new StringWriter()))
                .execute("demo", "--dir=" + Path.of("src")))
        .isEqualTo(2);
  }
}
