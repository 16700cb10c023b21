package dev.perdure.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * An example served by a process of its own: the same Java and class path, {@code perdure run}, any
 * free port. It ends with the process that started it, even if that one is killed, because it then
 * loses its standard input.
 *
 * <p>Safe for use by any number of threads.
 */
final class ServiceProcess implements AutoCloseable {
  private static final String READY = "ready ";
  private static final long STOP_SECONDS = 40;

  private final Process process;
  private final CompletableFuture<URI> ready = new CompletableFuture<>();

  private ServiceProcess(Process process) {
    this.process = process;
    Thread.ofVirtual().name("service-output").start(this::readOutput);
  }

  /**
   * Starts it.
   *
   * @param dir its data directory
   * @param log where what it says on standard error is added
   * @param options more options of {@code perdure run}
   * @throws IOException if there can be no such process
   */
  static ServiceProcess start(Example example, Path dir, Path log, String... options)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1", // It lives for seconds: started soon beats fast at last.
            "-Xmx512m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "run",
            example.word(),
            "--dir",
            dir.toString(),
            "--port",
            "0",
            "--until-eof"));
    command.addAll(List.of(options));
    return new ServiceProcess(
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start());
  }

  private void readOutput() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(READY)) ready.complete(URI.create(line.substring(READY.length())));
      }
    } catch (IOException e) {
      // The output of a process that was killed may end so.
    }
    ready.completeExceptionally(new IllegalStateException("the service ended before it was ready"));
  }

  /** Where it serves, once it does; exceptional when it ended before. */
  CompletableFuture<URI> ready() {
    return ready.copy();
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL, and waits until it is dead. */
  void kill() {
    process.toHandle().destroyForcibly();
    process.onExit().join();
  }

  /**
   * SIGTERM, and waits for the end.
   *
   * @return the exit code
   * @throws IllegalStateException if it does not end in time; it is killed then
   */
  int stop() throws InterruptedException {
    process.toHandle().destroy();
    if (process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) return process.exitValue();
    kill();
    throw new IllegalStateException(
        "the service did not close within " + STOP_SECONDS + " s and was killed");
  }

  /** Kills it if it still runs. */
  @Override
  public void close() {
    kill();
  }
}
