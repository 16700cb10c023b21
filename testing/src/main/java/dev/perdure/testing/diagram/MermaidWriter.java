package dev.perdure.testing.diagram;

import dev.perdure.testing.coverage.MachineCoverage;
import dev.perdure.testing.diagram.Picture.Arrow;
import dev.perdure.testing.diagram.Picture.Box;
import dev.perdure.testing.diagram.Picture.Label;
import dev.perdure.testing.diagram.Picture.Line;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Draws a diagram as Mermaid text ({@code stateDiagram-v2}), which many viewers of Markdown show as
 * a picture.
 *
 * <p>An arrow is a step that goes on in the state it points at, or halts; the labels are the
 * events, with their conditions in brackets. What does not lead to another class of state stands in
 * the state's box: events that it stays on, queries, which are answered, and events that are
 * deferred, ignored or rejected.
 */
public final class MermaidWriter {
  /** Words that a state cannot have as its id, in whatever case. */
  private static final Set<String> RESERVED =
      Set.of(
          "state",
          "note",
          "end",
          "direction",
          "class",
          "classdef",
          "style",
          "as",
          "fork",
          "join",
          "choice",
          "scale",
          "click",
          "href",
          "default",
          "left",
          "right",
          "of",
          "hide",
          "title",
          "acctitle",
          "accdescr");

  /** A writer. */
  public MermaidWriter() {}

  /** The text of a diagram, a newline at the end of each line. */
  public String write(StateDiagram diagram) {
    return write(diagram, Optional.empty());
  }

  /**
   * The text of a diagram with each event's count: states that were visited are green, others red.
   */
  public String write(StateDiagram diagram, MachineCoverage coverage) {
    return write(diagram, Counts.of(coverage, diagram));
  }

  String write(StateDiagram diagram, Counts counts) {
    return write(diagram, Optional.of(counts));
  }

  private static String write(StateDiagram diagram, Optional<Counts> coverage) {
    Picture picture = Picture.of(diagram, coverage);
    List<String> lines = new ArrayList<>();
    lines.add("stateDiagram-v2");
    picture.boxes().forEach(box -> lines.add(box(box)));
    composites(diagram, lines);
    picture.arrows().forEach(arrow -> lines.add(arrow(arrow)));
    coverage.ifPresent(counts -> colours(diagram, counts, lines));
    diagram.warnings().forEach(warning -> lines.add("%% " + warning.replaceAll("[{}]", "")));
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private static String box(Box box) {
    StringBuilder text = new StringBuilder(box.state());
    for (Line line : box.lines()) {
      text.append("<br>").append(line.word()).append(' ').append(texts(line.labels(), ", "));
    }
    return "  %s : %s".formatted(id(box.state()), text);
  }

  private static String texts(List<Label> labels, String between) {
    return labels.stream().map(MermaidWriter::text).collect(Collectors.joining(between));
  }

  private static String text(Label label) {
    String text = plain(label.text());
    return label.count().isPresent() ? text + " ×" + label.count().getAsLong() : text;
  }

  /** Mermaid ends a label at some signs, and takes others for markup. */
  private static String plain(String text) {
    return text.replace("::", ".")
        .replace(':', '∶')
        .replace(';', ',')
        .replace('#', '♯')
        .replaceAll("<(?![ =])", "‹")
        .replaceAll("(?<![ -])>", "›")
        .replace("\"", "'");
  }

  private static void composites(StateDiagram diagram, List<String> lines) {
    Set<String> inner = new HashSet<>();
    diagram.superstates().forEach(each -> inner.addAll(each.members()));
    diagram.superstates().stream()
        .filter(each -> !inner.contains(each.name()) && !each.members().isEmpty())
        .forEach(each -> composite(diagram, each, "  ", lines));
  }

  private static void composite(
      StateDiagram diagram, StateDiagram.Superstate superstate, String indent, List<String> lines) {
    lines.add("%sstate %s {".formatted(indent, id(superstate.name())));
    for (String member : superstate.members()) {
      Optional<StateDiagram.Superstate> below =
          diagram.superstates().stream().filter(each -> each.name().equals(member)).findFirst();
      if (below.isPresent()) {
        composite(diagram, below.get(), indent + "  ", lines);
      } else {
        lines.add(indent + "  " + id(member));
      }
    }
    lines.add(indent + "}");
  }

  private static String arrow(Arrow arrow) {
    String ends = "  %s --> %s".formatted(end(arrow.from()), end(arrow.to()));
    return arrow.labels().isEmpty() ? ends : ends + " : " + texts(arrow.labels(), "<br>");
  }

  private static String end(String state) {
    return state.isEmpty() ? "[*]" : id(state);
  }

  private static String id(String name) {
    String id = name.replace('.', '_');
    return RESERVED.contains(id.toLowerCase(Locale.ROOT)) ? id + "_" : id;
  }

  private static void colours(StateDiagram diagram, Counts coverage, List<String> lines) {
    lines.add("  classDef covered fill:#d9f2d9,stroke:#2e7d32");
    lines.add("  classDef missed fill:#fde0dc,stroke:#c62828");
    for (String state : diagram.states()) {
      lines.add(
          "  class %s %s".formatted(id(state), coverage.isReached(state) ? "covered" : "missed"));
    }
  }
}
