package dev.perdure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service says before it serves. Standard input has ended: it closes at once. */
final class RunTest {
  private final InputStream before = System.in;

  @TempDir Path dir;

  @BeforeEach
  void endInput() {
    System.setIn(InputStream.nullInputStream());
  }

  @AfterEach
  void restoreInput() {
    System.setIn(before);
  }

  private String run(String durability) {
    StringWriter out = new StringWriter();
    int exitCode =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .execute(
                "run",
                "bank",
                "--dir=" + dir.resolve("data"),
                "--port=0",
                "--durability=" + durability,
                "--until-eof");
    assertThat(exitCode).isZero();
    assertThat(out.toString().lines().toList().getLast()).startsWith("ready http://127.0.0.1:");
    return out.toString();
  }

  @Test
  void withoutSyncItSaysWhatMayBeLost() {
    assertThat(run("OS")).contains("durability OS: ", "may be lost with power");
  }

  @Test
  void withSyncNothingMayBeLost() {
    assertThat(run("SYNC")).contains("durability SYNC").doesNotContain("lost");
  }
}
