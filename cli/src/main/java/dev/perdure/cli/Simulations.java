package dev.perdure.cli;

import dev.perdure.testing.SimulatedApp;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The applications on the class path that offer themselves to the simulator. */
final class Simulations {
  private Simulations() {}

  static List<SimulatedApp> all() {
    return ServiceLoader.load(SimulatedApp.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(SimulatedApp::name))
        .toList();
  }

  /** The one of this name. */
  static SimulatedApp named(String name) {
    return all().stream()
        .filter(app -> app.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new Failure(
                    Failure.WRONG_CALL,
                    "there is no app '%s' to simulate. There are:\n%s".formatted(name, list())));
  }

  /** All there are, for people. */
  static String list() {
    return all().stream()
        .map(app -> "  %-11s %s".formatted(app.name(), app.description()))
        .collect(Collectors.joining("\n"));
  }
}
