package dev.perdure.cli;

import dev.perdure.testing.SimulatedApp;
import dev.perdure.testing.coverage.Coverage;
import dev.perdure.testing.coverage.MachineCoverage;
import dev.perdure.testing.diagram.DiagramException;
import dev.perdure.testing.diagram.MachineSource;
import dev.perdure.testing.diagram.MermaidWriter;
import dev.perdure.testing.diagram.StateDiagram;
import dev.perdure.testing.diagram.SvgWriter;
import dev.perdure.testing.explore.Exploration;
import dev.perdure.testing.explore.Explorer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

    String write(StateDiagram diagram, MachineCoverage coverage) {
      return switch (this) {
        case MERMAID -> new MermaidWriter().write(diagram, coverage);
        case SVG -> new SvgWriter().write(diagram, coverage);
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
      converter = ClassPath.Converter.class,
      description =
          "What the sources need to compile besides Perdure, and, with --seeds, the app: jars and"
              + " folders.")
  private ClassPath classPath = ClassPath.NONE;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description =
          "Colours it by what so many runs of the program in the simulator reached, with how often"
              + " each event was stepped; see 'perdure simulate'.")
  private Optional<Long> seeds = Optional.empty();

  @Override
  public Integer call() {
    Format chosen = chosenFormat();
    if (seeds.isPresent() && seeds.get() < 1) {
      throw new Failure(Failure.WRONG_CALL, "option --seeds must be >= 1: " + seeds.get());
    }
    try {
      ProgramSources program = ProgramSources.find(app, sources, classPath.entries());
      List<MachineSource> machines =
          type.map(word -> List.of(program.machine(word))).orElse(program.machines());
      if (machines.size() > 1 && chosen == Format.SVG && out.isEmpty()) {
        throw new Failure(
            Failure.WRONG_CALL,
            "several pictures cannot go to standard output: say which TYPE, or name a folder with"
                + " --out. There are:\n"
                + ProgramSources.list(machines));
      }
      List<StateDiagram> diagrams = program.diagrams(machines);
      warn(diagrams);
      write(texts(diagrams, chosen), machines, chosen);
    } catch (DiagramException e) {
      throw new Failure(Failure.FAILED, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new Failure(Failure.FAILED, "cannot write: " + e.getMessage());
    }
    return 0;
  }

  private Format chosenFormat() {
    try {
      return Format.valueOf(format.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new Failure(
          Failure.WRONG_CALL, "there is no format '%s': mermaid or svg".formatted(format));
    }
  }

  private void warn(List<StateDiagram> diagrams) {
    PrintWriter err = spec.commandLine().getErr();
    for (StateDiagram diagram : diagrams) {
      diagram.warnings().forEach(each -> err.printf("perdure: %s: %s%n", diagram.machine(), each));
    }
  }

  private List<String> texts(List<StateDiagram> diagrams, Format chosen) {
    if (seeds.isEmpty()) return diagrams.stream().map(chosen::write).toList();
    Map<String, MachineCoverage> reached = played(simulated(), seeds.get());
    List<String> texts = new ArrayList<>();
    for (StateDiagram diagram : diagrams) {
      MachineCoverage coverage = reached.get(diagram.type());
      if (coverage == null) {
        spec.commandLine()
            .getErr()
            .printf("perdure: %s: in no run, so it has no colours%n", diagram.machine());
        texts.add(chosen.write(diagram));
      } else {
        texts.add(chosen.write(diagram, coverage));
      }
    }
    return texts;
  }

  /** The program as the simulator knows it: by the last part of its package. */
  private SimulatedApp simulated() {
    return Simulations.with(classPath).named(app.substring(app.lastIndexOf('.') + 1));
  }

  /** What runs in the simulator reached, by machine type. */
  private static Map<String, MachineCoverage> played(SimulatedApp program, long seeds) {
    Coverage coverage = new Coverage();
    Exploration found =
        Explorer.of(program.scenario(program.standardSize()))
            .firstSeed(1)
            .seeds(seeds)
            .coverage(coverage)
            .explore();
    if (!found.isOk()) {
      throw new Failure(
          Failure.FAILED,
          "a run failed: 'perdure simulate %s --seed %d' shows it"
              .formatted(program.name(), found.failures().getFirst().seed()));
    }
    Map<String, MachineCoverage> reached = new LinkedHashMap<>();
    coverage.machines().forEach(machine -> reached.put(machine.type().name(), machine));
    return reached;
  }

  private void write(List<String> texts, List<MachineSource> machines, Format chosen)
      throws IOException {
    if (out.isPresent() && (texts.size() > 1 || Files.isDirectory(out.get()))) {
      Files.createDirectories(out.get());
      for (int i = 0; i < texts.size(); i++) {
        Path file = out.get().resolve(machines.get(i).label() + "." + chosen.suffix);
        Files.writeString(file, texts.get(i));
      }
    } else if (out.isPresent()) {
      Files.writeString(out.get(), texts.getFirst());
    } else {
      PrintWriter standard = spec.commandLine().getOut();
      standard.print(texts.size() == 1 ? texts.getFirst() : page(machines, texts));
      standard.flush();
    }
  }

  /** Several diagrams in Mermaid make a page of Markdown. */
  private static String page(List<MachineSource> machines, List<String> texts) {
    return IntStream.range(0, texts.size())
        .mapToObj(
            i ->
                "## %s\n\n```mermaid\n%s```\n"
                    .formatted(machines.get(i).simpleName(), texts.get(i)))
        .collect(Collectors.joining("\n"));
  }
}
