package dev.perdure.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node whose disk is full, and has room again later, while its process lives. The disk is a small
 * one in memory, where one can be mounted; elsewhere the size of files is bounded, which a store
 * that is opened again gets round for a while by beginning a new file.
 */
@Timeout(300)
final class FullDiskIT {
  private static final String DISK_BYTES = "64m";

  /** Of 512 bytes, in some shells 1,024; more than the native library, which is unpacked. */
  private static final int FILE_BLOCKS = 48 << 10;

  @TempDir Path dir;

  private record Way(List<String> command, boolean staysFull) {}

  private Way way(Path disk) throws IOException, InterruptedException {
    for (List<String> namespace :
        List.of(
            List.of("unshare", "--mount"),
            List.of("unshare", "--user", "--map-root-user", "--mount"))) {
      List<String> command = new ArrayList<>(namespace);
      String mount = "mount -t tmpfs -o size=" + DISK_BYTES + " tmpfs \"$0\" && exec \"$@\"";
      command.addAll(List.of("sh", "-c", mount, disk.toString()));
      List<String> trial = new ArrayList<>(command);
      trial.add("true");
      if (succeeds(trial)) return new Way(command, true);
    }
    return new Way(
        List.of("sh", "-c", "ulimit -S -f " + FILE_BLOCKS + " && exec \"$@\"", "sh"), false);
  }

  private static boolean succeeds(List<String> command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // There is no such program here.
    }
  }

  @Test
  void aNodeOnAFullDiskSaysSoAndServesAgainWhenThereIsRoom() throws Exception {
    Path disk = Files.createDirectory(dir.resolve("disk"));
    Way way = way(disk);
    List<String> command = new ArrayList<>(way.command);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            FullDiskMain.class.getName(),
            disk.toString(),
            way.staysFull ? "stays-full" : "goes-on"));
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.to(dir.resolve("log").toFile()))
            .start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        OutputStream input = process.getOutputStream()) {
      List<String> outages = new ArrayList<>();
      String line = lines.readLine();
      for (; line != null && line.startsWith("outage: "); line = lines.readLine()) {
        outages.add(line);
      }
      assertThat(line).as(() -> log()).isEqualTo("in vain");
      assertThat(outages)
          .isNotEmpty()
          .allSatisfy(one -> assertThat(one).contains("no space left on device"));
      input.write('\n');
      input.flush();
      assertThat(lineAfterOutages(lines)).as(() -> log()).startsWith("exact: ");
      assertThat(lineAfterOutages(lines)).as(() -> log()).startsWith("exact: ");
      assertThat(process.waitFor()).isZero();
    } finally {
      process.destroyForcibly().onExit().join();
    }
  }

  private static String lineAfterOutages(BufferedReader lines) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!line.startsWith("outage: ")) return line;
    }
    return "the process ended by itself";
  }

  private String log() {
    try {
      return Files.readString(dir.resolve("log"));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
