package dev.perdure.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs rows one after the other, each as a process of its own with the same Java and options, so
 * that none finds what another has compiled or left in the heap. Shows what comes, writes the JSON
 * lines to a file, and ends in the table.
 */
final class BenchAll {
  private final PrintWriter out;
  private final Path dir;
  private final Path results;
  private final JsonMapper json = JsonMapper.builder().build();
  private final AtomicReference<@Nullable Process> running = new AtomicReference<>();

  /**
   * For runs.
   *
   * @param dir where to put the data; what is put there is removed
   * @param results the file that gets the JSON lines
   */
  BenchAll(PrintWriter out, Path dir, Path results) {
    this.out = out;
    this.dir = dir;
    this.results = results;
  }

  /** Runs them. Returns 0 if all are verified, whatever of the goals is reached. */
  int run(List<BenchRow> rows) throws IOException, InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::endRunning, "end-bench"));
    Map<BenchRow, Optional<JsonNode>> found = new LinkedHashMap<>();
    begin(results);
    long start = System.nanoTime();
    try (Scratch scratch = Scratch.in(dir, "all-")) {
      for (BenchRow row : rows) {
        show("[%d/%d] %s".formatted(found.size() + 1, rows.size(), row.title()));
        Optional<String> line = run(row, scratch.dir());
        if (line.isPresent()) Files.write(results, List.of(line.get()), StandardOpenOption.APPEND);
        Optional<JsonNode> result =
            line.map(json::readTree).map(one -> BenchRatio.put(row, one, found));
        found.put(row, result);
        show("  %s (%d s)".formatted(told(row, result), seconds(start)));
      }
    }
    show(String.format(Locale.ROOT, "the JSON lines are in %s", results));
    new BenchTable(found).lines().forEach(out::println);
    out.flush();
    boolean verified =
        found.values().stream().allMatch(one -> one.filter(BenchTable::isVerified).isPresent());
    return verified ? 0 : Failure.FAILED;
  }

  private void show(String line) {
    out.println(line);
    out.flush();
  }

  private static long seconds(long startNanos) {
    return (System.nanoTime() - startNanos) / 1_000_000_000;
  }

  private static String told(BenchRow row, Optional<JsonNode> found) {
    return found
        .map(result -> BenchTable.isVerified(result) ? row.figure().apply(result) : "not verified")
        .orElse("failed");
  }

  /** The JSON line of a run; empty when there is none. */
  private Optional<String> run(BenchRow row, Path data) throws IOException, InterruptedException {
    Path log = data.resolve("log");
    Process process = new ProcessBuilder(command(row, data)).redirectError(log.toFile()).start();
    running.set(process);
    try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
      Optional<String> last = Optional.empty();
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        if (line.startsWith("{")) last = Optional.of(line);
      }
      if (process.waitFor() != 0) Files.readAllLines(log).forEach(out::println);
      return last;
    } finally {
      process.destroy();
    }
  }

  private static List<String> command(BenchRow row, Path data) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(row.jvm());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.add("bench");
    command.addAll(row.arguments());
    command.addAll(List.of("--dir", data.resolve("data").toString()));
    return command;
  }

  /** An empty file. */
  private static void begin(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) Files.createDirectories(folder);
    Files.write(file, List.of());
  }

  /** With this process the one that runs ends too. */
  private void endRunning() {
    Process process = running.get();
    if (process != null) process.destroy();
  }
}
