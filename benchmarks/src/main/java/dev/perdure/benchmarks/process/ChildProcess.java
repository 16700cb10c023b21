package dev.perdure.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program in a process of its own, under the same Java with the same options and class path. It
 * is told by lines of its standard input and tells by lines of its standard output. It should end
 * with its input, so that it never outlives this process.
 */
public final class ChildProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader said;
  private final Writer told;

  private ChildProcess(Process process) {
    this.process = process;
    said = process.inputReader(StandardCharsets.UTF_8);
    told = process.outputWriter(StandardCharsets.UTF_8);
  }

  /** Starts it. */
  public static ChildProcess start(Class<?> program, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(arguments);
    return new ChildProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Sends it an empty line. */
  public void nudge() throws IOException {
    told.write('\n');
    told.flush();
  }

  /**
   * The rest of the next line that begins so; lines before it are passed over.
   *
   * @throws IOException if it ends before
   */
  public String await(String beginning) throws IOException {
    String line = said.readLine();
    while (line != null && !line.startsWith(beginning)) {
      line = said.readLine();
    }
    if (line == null) throw new IOException("a process ended before it said " + beginning.strip());
    return line.substring(beginning.length());
  }

  /**
   * Ends it, by the end of its input.
   *
   * @throws IOException if it fails
   */
  public void end() throws IOException, InterruptedException {
    told.close();
    int exit = process.waitFor();
    if (exit != 0) throw new IOException("a process failed with exit code " + exit);
  }

  /** SIGKILL. It is dead when this returns. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Kills it if it still runs. */
  @Override
  public void close() throws IOException {
    kill();
    said.close();
  }
}
