package dev.perdure.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Java process of our own, whose lines are read one by one. */
final class ChildProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader lines;

  private ChildProcess(List<String> command) throws IOException {
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    lines = process.inputReader(StandardCharsets.UTF_8);
  }

  static ChildProcess start(Class<?> main, String... arguments) throws IOException {
    return new ChildProcess(command(main, arguments));
  }

  /** The same with files bounded to a size, so that writing fails as on a full disk. */
  static ChildProcess startWithFilesUpTo(int blocks, Class<?> main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    // Blocks have 512 bytes, in some shells 1,024: a bound in either case.
    command.addAll(List.of("sh", "-c", "ulimit -f " + blocks + " && exec \"$@\"", "sh"));
    command.addAll(command(main, arguments));
    return new ChildProcess(command);
  }

  private static List<String> command(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** The next line, or an empty one when the process has ended. */
  String line() throws IOException {
    String line = lines.readLine();
    return line == null ? "" : line;
  }

  /** SIGKILL; what it wrote before can still be read. */
  void kill() {
    // Not Process.destroyForcibly: that one closes the stream as well.
    process.toHandle().destroyForcibly();
  }

  long pid() {
    return process.pid();
  }

  int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly().onExit().join();
    lines.close();
  }
}
