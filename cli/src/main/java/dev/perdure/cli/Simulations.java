package dev.perdure.cli;

import dev.perdure.testing.SimulatedApp;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The applications that offer themselves to the simulator: a user's, and those that come along. */
final class Simulations {
  private final ClassPath users;
  private final List<SimulatedApp> all;

  private Simulations(ClassPath users, List<SimulatedApp> all) {
    this.users = users;
    this.all = all;
  }

  /** Those that come along. */
  static Simulations here() {
    return with(ClassPath.NONE);
  }

  /**
   * Those that come along, and those of a user, which go first where two have one name.
   *
   * @throws Failure if something of the class path is not there, or an application cannot be made
   */
  static Simulations with(ClassPath users) {
    ClassLoader ours = Simulations.class.getClassLoader();
    ClassLoader loader = users.isEmpty() ? ours : new URLClassLoader(urls(users), ours);
    Map<String, SimulatedApp> named = new TreeMap<>();
    for (SimulatedApp app : load(loader)) {
      named.putIfAbsent(app.name(), app);
    }
    return new Simulations(users, List.copyOf(named.values()));
  }

  private static URL[] urls(ClassPath users) {
    List<URL> urls = new ArrayList<>();
    for (Path entry : users.entries()) {
      if (!Files.exists(entry)) {
        throw wrong("option --class-path: there is no file or folder " + entry);
      }
      try {
        urls.add(entry.toUri().toURL());
      } catch (MalformedURLException e) {
        throw wrong("option --class-path: not a file or folder: " + entry);
      }
    }
    return urls.toArray(URL[]::new);
  }

  /** What this loader itself offers, and then what those above it do. */
  private static List<SimulatedApp> load(ClassLoader loader) {
    try {
      return ServiceLoader.load(SimulatedApp.class, loader).stream()
          .map(ServiceLoader.Provider::get)
          .sorted(Comparator.comparing(app -> !loader.equals(app.getClass().getClassLoader())))
          .toList();
    } catch (ServiceConfigurationError | LinkageError e) {
      String cause = e.getCause() == null ? "" : ", because of " + e.getCause();
      throw wrong("an app cannot be made: " + e.getMessage() + cause);
    }
  }

  private static Failure wrong(String message) {
    return new Failure(Failure.WRONG_CALL, message);
  }

  /** All, by their names. */
  List<SimulatedApp> all() {
    return all;
  }

  /** The one of this name. */
  SimulatedApp named(String name) {
    return all.stream()
        .filter(app -> app.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    "there is no app '%s' to simulate%s. There are:\n%s"
                        .formatted(name, users.isEmpty() ? "" : " in " + users, list())));
  }

  /** All there are, for people. */
  String list() {
    return all.stream()
        .map(app -> "  %-12s %s".formatted(app.name(), app.description()))
        .collect(Collectors.joining("\n"));
  }
}
