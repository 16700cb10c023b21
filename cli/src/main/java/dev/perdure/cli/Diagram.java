package dev.perdure.cli;

import dev.perdure.testing.diagram.DiagramException;
import dev.perdure.testing.diagram.MachineSource;
import dev.perdure.testing.diagram.MermaidWriter;
import dev.perdure.testing.diagram.StateDiagram;
import dev.perdure.testing.diagram.SvgWriter;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws the state diagrams of a program's machine types from their sources. */
@Command(
    name = "diagram",
    description = {
      "Draws the states of a program's machine types, and what becomes of each event in each of"
          + " them, from the sources.",
      "Without TYPE all machine types of the program are drawn."
    },
    footer = {
      "",
      "An arrow is a step that goes on in another class of state, or halts. In a state's box stand"
          + " the events that it stays on, the queries that it answers, and the events that it"
          + " defers, ignores or rejects. Conditions are in brackets.",
      "",
      "What the sources do not tell, such as which state comes out of a durable map, is said on"
          + " standard error.",
      "",
      "Exit codes: 0 drawn, 1 the sources do not compile or cannot be drawn, 2 called wrongly."
    },
    mixinStandardHelpOptions = true)
final class Diagram implements Callable<Integer> {
  /** How a diagram is written. */
  enum Format {
    MERMAID("mmd"),
    SVG("svg");

    private final String suffix;

    Format(String suffix) {
      this.suffix = suffix;
    }

    String write(StateDiagram diagram) {
      return switch (this) {
        case MERMAID -> new MermaidWriter().write(diagram);
        case SVG -> new SvgWriter().write(diagram);
      };
    }
  }

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "APP",
      description = "The program: the last part of its package, or all of it, such as bank.")
  private String app;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TYPE",
      description = "A machine type of it, by its durable name or its class.")
  private Optional<String> type = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "mermaid|svg",
      defaultValue = "mermaid",
      description = "Text for Markdown, or a picture (default: ${DEFAULT-VALUE}).")
  private String format;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Where to write (default: standard output). Several diagrams go into a folder, one file"
              + " each, named as the type.")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--sources",
      paramLabel = "DIR",
      description =
          "The root of the sources (default: src/main/java here if the program is there, else"
              + " Perdure's examples).")
  private Optional<Path> sources = Optional.empty();

  @Option(
      names = "--class-path",
      paramLabel = "PATH",
      description = "What the sources need to compile besides Perdure: jars and folders.")
  private Optional<String> classPath = Optional.empty();

  @Override
  public Integer call() {
    Format chosen = chosenFormat();
    try {
      ProgramSources program = ProgramSources.find(app, sources, classPath());
      List<MachineSource> machines =
          type.map(word -> List.of(program.machine(word))).orElse(program.machines());
      if (machines.size() > 1 && chosen == Format.SVG && out.isEmpty()) {
        throw new Failure(
            Failure.WRONG_CALL,
            "several pictures cannot go to standard output: say which TYPE, or name a folder with"
                + " --out. There are:\n"
                + ProgramSources.list(machines));
      }
      write(program.diagrams(machines), machines, chosen);
    } catch (DiagramException e) {
      throw new Failure(Failure.FAILED, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new Failure(Failure.FAILED, "cannot write: " + e.getMessage());
    }
    return 0;
  }

  private List<Path> classPath() {
    return classPath.stream()
        .flatMap(path -> Arrays.stream(path.split(File.pathSeparator)))
        .filter(entry -> !entry.isEmpty())
        .map(Path::of)
        .toList();
  }

  private Format chosenFormat() {
    try {
      return Format.valueOf(format.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new Failure(
          Failure.WRONG_CALL, "there is no format '%s': mermaid or svg".formatted(format));
    }
  }

  private void write(List<StateDiagram> diagrams, List<MachineSource> machines, Format chosen)
      throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    for (StateDiagram diagram : diagrams) {
      diagram.warnings().forEach(each -> err.printf("perdure: %s: %s%n", diagram.machine(), each));
    }
    if (out.isPresent() && (diagrams.size() > 1 || Files.isDirectory(out.get()))) {
      Files.createDirectories(out.get());
      for (int i = 0; i < diagrams.size(); i++) {
        Path file = out.get().resolve(machines.get(i).label() + "." + chosen.suffix);
        Files.writeString(file, chosen.write(diagrams.get(i)));
      }
    } else if (out.isPresent()) {
      Files.writeString(out.get(), chosen.write(diagrams.getFirst()));
    } else {
      PrintWriter standard = spec.commandLine().getOut();
      standard.print(diagrams.size() == 1 ? chosen.write(diagrams.getFirst()) : page(diagrams));
      standard.flush();
    }
  }

  /** Several diagrams in Mermaid make a page of Markdown. */
  private static String page(List<StateDiagram> diagrams) {
    return diagrams.stream()
        .map(
            diagram ->
                "## %s\n\n```mermaid\n%s```\n"
                    .formatted(diagram.machine(), Format.MERMAID.write(diagram)))
        .collect(Collectors.joining("\n"));
  }
}
