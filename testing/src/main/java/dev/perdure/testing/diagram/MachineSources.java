package dev.perdure.testing.diagram;

import dev.perdure.testing.diagram.flow.JavaCode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder of Java sources, laid out by packages, and the machines in it. Reading them compiles
 * them in memory, with this process's JDK; nothing of them is run, and nothing is written.
 * Immutable.
 */
public final class MachineSources {
  private final Path root;
  private final List<Path> classPath;

  private MachineSources(Path root, List<Path> classPath) {
    this.root = root;
    this.classPath = List.copyOf(classPath);
  }

  /**
   * The sources of a folder, compiled with the class path of this process.
   *
   * @param root such as {@code src/main/java}
   * @throws DiagramException if there is no such folder
   */
  public static MachineSources in(Path root) {
    if (!Files.isDirectory(root)) {
      throw new DiagramException("there is no folder of sources at " + root.toAbsolutePath());
    }
    return new MachineSources(root, ofThisProcess());
  }

  /** Adds what the sources need besides this process's class path: jars and folders of classes. */
  public MachineSources with(List<Path> more) {
    return new MachineSources(root, Stream.concat(classPath.stream(), more.stream()).toList());
  }

  private static List<Path> ofThisProcess() {
    Set<Path> all = new LinkedHashSet<>();
    for (String property : List.of("java.class.path", "jdk.module.path")) {
      Arrays.stream(System.getProperty(property, "").split(File.pathSeparator))
          .filter(entry -> !entry.isEmpty())
          .map(Path::of)
          .forEach(all::add);
    }
    try {
      all.add(
          Path.of(
              dev.perdure.Machine.class
                  .getProtectionDomain()
                  .getCodeSource()
                  .getLocation()
                  .toURI()));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    return List.copyOf(all);
  }

  /** All machines: the classes that say that they implement {@code Machine}, by their names. */
  public List<MachineSource> machines() {
    try (Stream<Path> files = Files.walk(root)) {
      return MachineFinder.find(
          files.filter(file -> file.toString().endsWith(".java")).sorted().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The diagram of one machine.
   *
   * @throws DiagramException if its source does not compile, or is of a form that cannot be read
   */
  public StateDiagram diagram(MachineSource machine) {
    return diagrams(List.of(machine)).getFirst();
  }

  /**
   * The diagram of one machine.
   *
   * @param className with its package
   * @throws DiagramException if there is no such machine, or its source does not compile
   */
  public StateDiagram diagram(String className) {
    return diagram(
        machines().stream()
            .filter(machine -> machine.className().equals(className))
            .findFirst()
            .orElseThrow(() -> new DiagramException("no machine " + className + " in " + root)));
  }

  /**
   * The diagrams of several machines, in the order given, compiled together.
   *
   * @throws DiagramException if a source does not compile, or is of a form that cannot be read
   */
  public List<StateDiagram> diagrams(List<MachineSource> machines) {
    List<Path> files = machines.stream().map(MachineSource::file).distinct().toList();
    JavaCode code = Compilation.of(files, root, classPath);
    return machines.stream().map(machine -> new DiagramReader(code).read(machine)).toList();
  }
}
