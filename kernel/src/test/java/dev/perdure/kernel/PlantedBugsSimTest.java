package dev.perdure.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Proof that the runs under faults find bugs: each planted one, within a budget of seeds. */
final class PlantedBugsSimTest {
  private static final int SEEDS = 200;

  private static final QuietLog LOG = new QuietLog();

  @TempDir Path directory;

  @BeforeAll
  static void quiet() {
    LOG.begin();
  }

  @AfterAll
  static void loud() {
    LOG.end();
  }

  @TestFactory
  Stream<DynamicTest> everyPlantedBugIsFound() {
    return IntStream.range(0, PlantedBugs.ALL.size())
        .mapToObj(
            at -> {
              PlantedBug bug = PlantedBugs.ALL.get(at);
              return dynamicTest(bug.toString(), () -> find(bug, directory.resolve("bug" + at)));
            });
  }

  private static void find(PlantedBug bug, Path patches) throws Exception {
    PatchedKernel kernel = new PatchedKernel(bug, Files.createDirectory(patches));
    Throwable other = null;
    for (long seed = 1; seed <= SEEDS; seed++) {
      Throwable found = kernel.run(bug.task().name(), seed);
      if (found instanceof LinkageError) {
        throw new AssertionError("the patched kernel does not link", found);
      }
      if (found != null) {
        if (bug.isSeenIn(found)) {
          return;
        }
        other = found;
      }
    }
    throw new AssertionError(
        "not found as itself in %d seeds: %s (%s)".formatted(SEEDS, bug, bug.sign().why), other);
  }

  @Test
  void everyGuaranteeHasAPlantedBug() {
    assertThat(PlantedBugs.ALL)
        .extracting(PlantedBug::guarantee)
        .contains("G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8", "G9", "G10");
  }
}
