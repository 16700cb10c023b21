package dev.perdure.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.testing.RunResult;
import dev.perdure.testing.SimulatedApp;
import dev.perdure.testing.Simulator;
import dev.perdure.testing.explore.Plan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** The seeds of all samples mean the same runs in any JVM. */
final class SamplesDeterminismSimTest {
  private static final int SEEDS = 15;
  private static final Plan PLAN = Plan.portfolio();

  private static List<SimulatedApp> apps() {
    return ServiceLoader.load(SimulatedApp.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(SimulatedApp::name))
        .toList();
  }

  /** A line for each sample: its name, and what stands for its traces. */
  private static String hashes() {
    StringBuilder lines = new StringBuilder();
    for (SimulatedApp app : apps()) {
      Simulator simulator = Simulator.of(app.scenario(app.standardSize()));
      long hash = 0;
      for (long seed = 1; seed <= SEEDS; seed++) {
        RunResult result = simulator.record(seed, PLAN.strategy(seed));
        assertThat(result.failure()).as("%s, seed %d", app.name(), seed).isEmpty();
        for (byte b : result.trace().toJson().getBytes(StandardCharsets.UTF_8)) {
          hash = hash * 31 + b;
        }
      }
      lines.append(app.name()).append(' ').append(hash).append('\n');
    }
    return lines.toString();
  }

  @Test
  void anotherJvmGivesTheSameTraces() throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UnlockExperimentalVMOptions",
                "-XX:hashCode=2", // All objects have one identity hash: no order can hang on it.
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName())
            .redirectErrorStream(true)
            .start();
    String printed = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).as(printed).isZero();
    assertThat(printed).isEqualTo(hashes());
    assertThat(printed.lines().count()).isGreaterThan(5);
  }

  /** Another JVM. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      System.out.print(hashes());
    }
  }
}
