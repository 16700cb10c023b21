package dev.perdure.testing.specimens;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.testing.SimulatedApp;
import dev.perdure.testing.Simulator;
import dev.perdure.testing.programs.KernelApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a soak plays of ours besides the examples: nothing is forgotten, and all of it holds. */
final class OfferedTest {
  private static List<SimulatedApp> offered() {
    return ServiceLoader.load(SimulatedApp.class).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  private static final List<String> NO_PROGRAMS = List.of("package-info", "KernelApp", "Program");

  @Test
  void everyProgramOfTheKernelIsOffered() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/java/dev/perdure/testing/programs"))) {
      List<String> programs =
          files
              .map(file -> file.getFileName().toString().replace(".java", ""))
              .filter(name -> !NO_PROGRAMS.contains(name))
              .toList();
      assertThat(offered())
          .filteredOn(KernelApp.class::isInstance)
          .extracting(app -> app.getClass().getSimpleName().substring("Of".length()))
          .containsExactlyInAnyOrderElementsOf(programs);
    }
  }

  @Test
  void theRightTwinOfEverySpecimenIsOffered() {
    assertThat(offered())
        .filteredOn(RightTwin.class::isInstance)
        .extracting(app -> app.description().replace("right twin of a specimen: ", ""))
        .containsExactlyInAnyOrderElementsOf(
            SpecimensSimTest.specimens().map(Specimen::name).toList());
  }

  @Test
  void eachHoldsAsAnAppToo() {
    assertThat(offered()).extracting(SimulatedApp::name).doesNotHaveDuplicates();
    for (SimulatedApp app : offered()) {
      assertThat(Simulator.of(app.scenario(app.standardSize())).run(1).failure())
          .as(app.name())
          .isEmpty();
    }
  }
}
