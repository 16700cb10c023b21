package dev.perdure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What programs read is the same wherever a process was started. */
final class LanguageIT {
  @TempDir Path dir;

  /** Where numbers usually have other digits. */
  @Test
  void theReadyLineHasAsciiDigitsInEveryLanguage() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.language=ar",
                "-Duser.country=EG",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run",
                Example.BANK.word(),
                "--dir",
                dir.toString(),
                "--port",
                "0",
                "--until-eof")
            .redirectError(ProcessBuilder.Redirect.appendTo(dir.resolve("service.log").toFile()))
            .start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(lines.readLine()).startsWith("bank: data in");
      assertThat(lines.readLine()).matches("ready http://127\\.0\\.0\\.1:[0-9]+");
      process.getOutputStream().close();
      assertThat(process.waitFor()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }
}
