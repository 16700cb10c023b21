package dev.perdure.benchmarks.http;

import dev.perdure.benchmarks.measure.Usage;
import dev.perdure.node.NodeConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@link CounterService} in a process of its own, under the same Java with the same options. */
final class ServiceProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader said;
  private final Writer told;

  private ServiceProcess(Process process) {
    this.process = process;
    said = process.inputReader(StandardCharsets.UTF_8);
    told = process.outputWriter(StandardCharsets.UTF_8);
  }

  static ServiceProcess start(NodeConfig config) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), CounterService.class.getName()));
    command.addAll(CounterService.arguments(config));
    return new ServiceProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Where it serves; waits until it does. To be asked once, and first. */
  InetSocketAddress address() throws IOException {
    int port = Integer.parseInt(line(CounterService.READY));
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** What it has used up. */
  Usage usage() {
    try {
      told.write('\n');
      told.flush();
      return Usage.ofLine(line(CounterService.USAGE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rest of the next line that begins so. */
  private String line(String beginning) throws IOException {
    String line = said.readLine();
    while (line != null && !line.startsWith(beginning)) {
      line = said.readLine();
    }
    if (line == null) throw new IOException("the service ended too early");
    return line.substring(beginning.length());
  }

  /**
   * Ends it.
   *
   * @throws IOException if it fails
   */
  void stop() throws IOException, InterruptedException {
    told.close();
    if (process.waitFor() != 0) {
      throw new IOException("the service failed with " + process.exitValue());
    }
  }

  /** Kills it if it still runs. */
  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    process.onExit().join();
    said.close();
  }
}
