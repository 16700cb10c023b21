package dev.perdure.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a run of {@link SizeMain} in a process of its own ended.
 *
 * @param exit its exit code
 * @param found what it found, by name
 * @param tail the last that it printed
 */
record SizeProcess(int exit, Map<String, Long> found, String tail) {
  /** Holds the program with its JIT and little else: everything else must fit in the rest. */
  private static final String HEAP = "64m";

  private static final int TAIL_LINES = 30;

  /** Of a JVM that ends because its heap does not suffice. */
  static final int OUT_OF_MEMORY = 3;

  /**
   * Runs a task to its end.
   *
   * @param settings of the node, each as {@code name=value}, where they differ from the task's
   */
  static SizeProcess run(Path dir, String task, long count, String... settings)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP,
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                SizeMain.class.getName(),
                task,
                dir.resolve("data").toString(),
                Long.toString(count)));
    command.addAll(List.of(settings));
    Path log = Files.createDirectories(dir).resolve(task + ".log");
    Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    Map<String, Long> found = new TreeMap<>();
    Deque<String> tail = new ArrayDeque<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ", 3);
        if (words[0].equals("found")) found.put(words[1], Long.parseLong(words[2]));
        tail.add(line);
        if (tail.size() > TAIL_LINES) tail.remove();
      }
    } finally {
      process.toHandle().destroyForcibly();
      process.onExit().join();
    }
    System.out.printf("size: %s %d: exit %d, %s%n", task, count, process.exitValue(), found);
    List<String> errors = Files.readAllLines(log);
    tail.addAll(errors.subList(Math.max(0, errors.size() - TAIL_LINES), errors.size()));
    return new SizeProcess(process.exitValue(), found, String.join("\n", tail));
  }
}
