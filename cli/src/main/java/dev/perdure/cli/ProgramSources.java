package dev.perdure.cli;

import dev.perdure.testing.diagram.MachineSource;
import dev.perdure.testing.diagram.MachineSources;
import dev.perdure.testing.diagram.StateDiagram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The sources of one program: the machines of one package, and where they were found. */
final class ProgramSources {
  /** Where the launcher is, told by it. */
  private static final String ROOT_PROPERTY = "perdure.root";

  private static final Path USUAL = Path.of("src", "main", "java");

  private final String app;
  private final MachineSources sources;
  private final List<MachineSource> machines;

  private ProgramSources(String app, MachineSources sources, List<MachineSource> machines) {
    this.app = app;
    this.sources = sources;
    this.machines = machines;
  }

  /**
   * Finds a program.
   *
   * @param app its package, or the last part of it
   * @param named where its sources are, if the user says so; else the usual places are tried
   * @param classPath what the sources need besides this process's class path
   * @throws Failure if there is no such program, or several, or there are no sources at all
   */
  static ProgramSources find(String app, Optional<Path> named, List<Path> classPath) {
    List<Path> roots = named.map(List::of).orElseGet(ProgramSources::usualRoots);
    if (roots.isEmpty()) {
      throw new Failure(
          Failure.WRONG_CALL,
          "diagrams are drawn from sources, and there are none: no %s here (%s), and no examples"
                  .formatted(USUAL, Path.of("").toAbsolutePath())
              + " beside the launcher. Say where they are: --sources DIR");
    }
    List<MachineSource> others = new ArrayList<>();
    for (Path root : roots) {
      MachineSources sources = MachineSources.in(root).with(classPath);
      List<MachineSource> all = sources.machines();
      List<MachineSource> found =
          all.stream()
              .filter(each -> each.app().equals(app) || each.packageName().equals(app))
              .toList();
      if (!found.isEmpty()) return new ProgramSources(app, sources, onlyPackage(app, found));
      others.addAll(all);
    }
    throw unknown(app, roots, others);
  }

  /** The user's own sources go before the examples. */
  private static List<Path> usualRoots() {
    List<Path> roots = new ArrayList<>();
    if (Files.isDirectory(USUAL)) roots.add(USUAL);
    String launcher = System.getProperty(ROOT_PROPERTY, "");
    Path examples = Path.of(launcher).resolve("examples").resolve(USUAL);
    if (!launcher.isEmpty() && Files.isDirectory(examples)) roots.add(examples);
    return roots;
  }

  private static List<MachineSource> onlyPackage(String app, List<MachineSource> found) {
    List<String> packages = found.stream().map(MachineSource::packageName).distinct().toList();
    if (packages.size() > 1) {
      throw new Failure(
          Failure.WRONG_CALL,
          "several programs are called '%s'. Say the whole package: %s"
              .formatted(app, String.join(", ", packages)));
    }
    return found;
  }

  private static Failure unknown(String app, List<Path> roots, List<MachineSource> others) {
    String where = roots.stream().map(Path::toString).collect(Collectors.joining(" and "));
    if (others.isEmpty()) {
      return new Failure(
          Failure.WRONG_CALL,
          "there are no machines in %s. Say where the sources are: --sources DIR".formatted(where));
    }
    String apps =
        others.stream().map(MachineSource::app).distinct().collect(Collectors.joining(", "));
    return new Failure(
        Failure.WRONG_CALL,
        "there is no program '%s' in %s. There are: %s. Other sources are named with --sources DIR"
            .formatted(app, where, apps));
  }

  /** Its machines, by their classes' names. */
  List<MachineSource> machines() {
    return machines;
  }

  /**
   * One of its machines.
   *
   * @param word its durable name or its class; where a word is the durable name of one and the
   *     class of another, the durable name counts
   * @throws Failure if there is none
   */
  MachineSource machine(String word) {
    return machines.stream()
        .filter(each -> each.type().equals(word))
        .findFirst()
        .or(() -> machines.stream().filter(each -> each.isCalled(word)).findFirst())
        .orElseThrow(
            () ->
                new Failure(
                    Failure.WRONG_CALL,
                    "%s has no machine type '%s'. There are:\n%s"
                        .formatted(app, word, list(machines))));
  }

  /** Machines for people, a line each. */
  static String list(List<MachineSource> machines) {
    return machines.stream()
        .map(each -> "  %-16s %s".formatted(each.label(), each.simpleName()))
        .collect(Collectors.joining("\n"));
  }

  List<StateDiagram> diagrams(List<MachineSource> wanted) {
    return sources.diagrams(wanted);
  }
}
