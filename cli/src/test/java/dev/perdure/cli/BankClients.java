package dev.perdure.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The client processes of one bank, and their ledgers. Used by one thread. */
final class BankClients implements AutoCloseable {
  private static final long SECONDS = 120;

  private final Path dir;
  private final int accounts;
  private final String mode;
  private final List<Process> processes = new ArrayList<>();
  private int started;

  /** Counts what the processes say, on threads that read it. Guarded by its own lock. */
  private final Object lock = new Object();

  private long answers;

  /**
   * Clients that keep their ledgers in a folder, and read the service's address there.
   *
   * @param mode as {@link BankClient} takes it
   */
  BankClients(Path dir, int accounts, String mode) {
    this.dir = dir;
    this.accounts = accounts;
    this.mode = mode;
  }

  void start(long seed) throws IOException {
    String name = "c" + ++started;
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            BankClient.class.getName(),
            name,
            Integer.toString(accounts),
            dir.resolve(name + ".ledger").toString(),
            address().toString(),
            Long.toString(seed),
            mode));
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(dir.resolve(name + ".log").toFile()))
            .start();
    processes.add(process);
    Thread.ofVirtual().start(() -> read(process));
  }

  /** The file in which clients look for the service's address. */
  Path address() {
    return dir.resolve("address");
  }

  private void read(Process process) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals("answer")) {
          synchronized (lock) {
            answers++;
            lock.notifyAll();
          }
        }
      }
    } catch (IOException e) {
      // The output of a process that was killed may end so.
    }
  }

  /** Waits until there were so many answers more. */
  void awaitAnswers(int more) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    synchronized (lock) {
      long wanted = answers + more;
      while (answers < wanted) {
        long millis = (until - System.nanoTime()) / 1_000_000;
        if (millis <= 0) throw new IllegalStateException("no answers any more; see " + dir);
        lock.wait(millis);
      }
    }
  }

  /** SIGKILL to one of them. */
  void killOne() {
    Process victim = processes.removeFirst();
    victim.toHandle().destroyForcibly();
    victim.onExit().join();
  }

  /** Lets all come to their ends; they need the service for that. */
  void finish() throws IOException, InterruptedException {
    for (Process process : processes) process.getOutputStream().close();
    for (Process process : processes) {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException("a client came to no good end; see " + dir);
      }
    }
  }

  /** All that all of them ever sent. */
  Map<String, BankLedger.Line> ledger() throws IOException {
    Map<String, BankLedger.Line> all = BankLedger.empty();
    for (int i = 1; i <= started; i++) {
      Path file = dir.resolve("c" + i + ".ledger");
      if (Files.exists(file)) BankLedger.read(file, all);
    }
    return all;
  }

  @Override
  public void close() {
    for (Process process : processes) process.destroyForcibly().onExit().join();
  }
}
