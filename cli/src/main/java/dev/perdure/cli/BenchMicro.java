package dev.perdure.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Runs the micro-benchmarks, which are tests and not in this program, in a process of their own.
 */
@Command(
    name = "micro",
    description = {
      "Micro-benchmarks by JMH: what single parts of the path of a step cost.",
      "All of them, or those whose names match. Options for JMH stand behind --, such as",
      "bench micro Step -- -prof gc; bench micro -- -h shows them."
    },
    mixinStandardHelpOptions = true)
final class BenchMicro implements Callable<Integer> {
  /** Where the launcher says what is on the class path of the micro-benchmarks. */
  private static final String CLASS_PATH = "perdure.micro";

  @Parameters(arity = "0..*", paramLabel = "PATTERN")
  List<String> arguments = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    String classPath = System.getProperty(CLASS_PATH);
    if (classPath == null) {
      throw new Failure(
          Failure.WRONG_CALL,
          "the micro-benchmarks are found by the launcher only: ./perdure bench micro");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow"); // JMH, and a codec it measures, use it.
    command.addAll(List.of("-cp", classPath, "org.openjdk.jmh.Main"));
    command.addAll(List.of("-foe", "true")); // Else one that fails is as good as one that runs.
    command.addAll(arguments);
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
