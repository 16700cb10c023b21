package dev.perdure.testing.diagram;

import dev.perdure.testing.coverage.MachineCoverage;
import dev.perdure.testing.diagram.Picture.Arrow;
import dev.perdure.testing.diagram.Picture.Label;
import dev.perdure.testing.diagram.SvgText.Word;
import dev.perdure.testing.diagram.layout.Graph;
import dev.perdure.testing.diagram.layout.Layout;
import dev.perdure.testing.diagram.layout.Placed;
import dev.perdure.testing.diagram.layout.Placed.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Draws a diagram as an SVG picture, without any program but this. What is shown is as in {@link
 * MermaidWriter}; superstates are frames. The same diagram always gives the same text.
 */
public final class SvgWriter {
  private static final String START = "*start";
  private static final String END = "*end";
  private static final double WIDEST_BOX = 250;
  private static final double WIDEST_LABEL = 190;
  private static final double PADDING = 9;

  private static final String STYLE =
      """
      text{font:12px Verdana,'DejaVu Sans',sans-serif;fill:#222}
      .title{font-weight:bold}
      .word{fill:#777}
      .missed{fill:#c62828}
      .covered{fill:#2e7d32}
      .state{fill:#f4f6fb;stroke:#4a5a7a}
      .state.seen{fill:#e8f5e9;stroke:#2e7d32}
      .state.unseen{fill:#fdecea;stroke:#c62828}
      .frame{fill:none;stroke:#9aa5bd;stroke-dasharray:5 3}
      .link{fill:none;stroke:#4a5a7a}
      .link.unsure{stroke-dasharray:4 3}
      .link.seen{stroke:#2e7d32}
      .link.unseen{stroke:#c62828}
      .under{fill:#fff;fill-opacity:.85}
      """;

  /** A writer. */
  public SvgWriter() {}

  /** The text of a picture, a newline at the end of each line. */
  public String write(StateDiagram diagram) {
    return new Drawing(diagram, Optional.empty()).write();
  }

  /**
   * The text of a picture with each event's count: what was stepped is green, what never was is
   * red.
   */
  public String write(StateDiagram diagram, MachineCoverage coverage) {
    return write(diagram, Counts.of(coverage, diagram));
  }

  String write(StateDiagram diagram, Counts counts) {
    return new Drawing(diagram, Optional.of(counts)).write();
  }

  /** One picture being drawn. */
  private static final class Drawing {
    private final StateDiagram diagram;
    private final Optional<Counts> coverage;
    private final Picture picture;
    private final Map<String, SvgText> boxes = new LinkedHashMap<>();
    private final List<SvgText> labels = new ArrayList<>();
    private final StringBuilder out = new StringBuilder();

    Drawing(StateDiagram diagram, Optional<Counts> coverage) {
      this.diagram = diagram;
      this.coverage = coverage;
      this.picture = Picture.of(diagram, coverage);
      picture.boxes().forEach(box -> boxes.put(box.state(), text(box)));
      picture.arrows().forEach(arrow -> labels.add(text(arrow)));
    }

    String write() {
      Graph graph = graph();
      Placed placed = Layout.of(graph);
      line(
          ("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                  + " viewBox=\"0 0 %d %d\">")
              .formatted(
                  whole(placed.width()),
                  whole(placed.height()),
                  whole(placed.width()),
                  whole(placed.height())));
      line("<title>%s</title>".formatted(escaped("The states of " + diagram.machine())));
      out.append("<style>\n").append(STYLE).append("</style>\n");
      heads();
      line("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>");
      placed.frames().entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(frame -> frame(frame.getKey(), frame.getValue()));
      for (int i = 0; i < picture.arrows().size(); i++) {
        link(picture.arrows().get(i), placed.routes().get(i));
      }
      for (int i = 0; i < labels.size(); i++) label(labels.get(i), placed.routes().get(i).label());
      graph.nodes().forEach(node -> box(node.id(), placed));
      out.append("</svg>\n");
      return out.toString();
    }

    private void line(String text) {
      out.append(text).append('\n');
    }

    /** One arrow head for each colour a link can have. */
    private void heads() {
      out.append("<defs>\n");
      for (String head : List.of("plain:#4a5a7a", "seen:#2e7d32", "unseen:#c62828")) {
        String[] nameAndColour = head.split(":", 2);
        line(
            ("<marker id=\"%s\" viewBox=\"0 0 8 8\" refX=\"7.5\" refY=\"4\" markerWidth=\"8\""
                    + " markerHeight=\"8\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\""
                    + " fill=\"%s\"/></marker>")
                .formatted(nameAndColour[0], nameAndColour[1]));
      }
      out.append("</defs>\n");
    }

    private Graph graph() {
      List<Graph.Node> nodes = new ArrayList<>();
      nodes.add(new Graph.Node(START, 14, 14, ""));
      for (Map.Entry<String, SvgText> box : boxes.entrySet()) {
        nodes.add(
            new Graph.Node(
                box.getKey(),
                box.getValue().width() + 2 * PADDING,
                box.getValue().height() + 2 * PADDING,
                superstate(box.getKey())));
      }
      if (picture.arrows().stream().anyMatch(arrow -> arrow.to().isEmpty())) {
        nodes.add(new Graph.Node(END, 18, 18, ""));
      }
      List<Graph.Link> links = new ArrayList<>();
      for (int i = 0; i < labels.size(); i++) {
        Arrow arrow = picture.arrows().get(i);
        SvgText label = labels.get(i);
        links.add(
            new Graph.Link(
                arrow.from().isEmpty() ? START : arrow.from(),
                arrow.to().isEmpty() ? END : arrow.to(),
                label.width(),
                label.height()));
      }
      List<Graph.Group> groups =
          diagram.superstates().stream()
              .map(each -> new Graph.Group(each.name(), superstate(each.name())))
              .toList();
      return new Graph(nodes, links, groups);
    }

    private String superstate(String member) {
      return diagram.superstates().stream()
          .filter(each -> each.members().contains(member))
          .map(StateDiagram.Superstate::name)
          .findFirst()
          .orElse("");
    }

    private SvgText text(Picture.Box box) {
      SvgText text = new SvgText(WIDEST_BOX);
      text.add(List.of(new Word(box.state(), "title")));
      for (Picture.Line line : box.lines()) {
        List<Word> words = new ArrayList<>(words(line.word(), "word"));
        for (int i = 0; i < line.labels().size(); i++) {
          String comma = i < line.labels().size() - 1 ? "," : "";
          words.addAll(words(told(line.labels().get(i)) + comma, style(line.labels().get(i))));
        }
        text.add(words);
      }
      return text;
    }

    private SvgText text(Arrow arrow) {
      SvgText text = new SvgText(WIDEST_LABEL);
      for (Label label : arrow.labels()) text.add(words(told(label), style(label)));
      return text;
    }

    private static List<Word> words(String text, String style) {
      return Arrays.stream(text.split(" ", -1)).map(word -> new Word(word, style)).toList();
    }

    private static String told(Label label) {
      return label.count().isPresent()
          ? label.text() + " ×" + label.count().getAsLong()
          : label.text();
    }

    private static String style(Label label) {
      if (label.count().isEmpty()) return "";
      return label.isMissed() ? "missed" : "covered";
    }

    private void frame(String name, Placed.Box box) {
      line(
          "<rect class=\"frame\" rx=\"8\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>"
              .formatted(
                  whole(box.left()), whole(box.top()), whole(box.width()), whole(box.height())));
      line(
          "<text class=\"word\" x=\"%d\" y=\"%d\">%s</text>"
              .formatted(whole(box.left() + 8), whole(box.top() + 15), escaped(name)));
    }

    private void link(Arrow arrow, Placed.Route route) {
      StringBuilder path = new StringBuilder();
      Point before = route.points().getFirst();
      path.append("M%d %d".formatted(whole(before.x()), whole(before.y())));
      for (Point point : route.points().subList(1, route.points().size())) {
        double middle = (before.y() + point.y()) / 2;
        path.append(
            before.x() == point.x()
                ? "L%d %d".formatted(whole(point.x()), whole(point.y()))
                : "C%d %d %d %d %d %d"
                    .formatted(
                        whole(before.x()),
                        whole(middle),
                        whole(point.x()),
                        whole(middle),
                        whole(point.x()),
                        whole(point.y())));
        before = point;
      }
      String seen = seen(arrow);
      line(
          "<path class=\"link%s%s\" d=\"%s\" marker-end=\"url(#%s)\"/>"
              .formatted(
                  arrow.sure() ? "" : " unsure",
                  seen.isEmpty() ? "" : " " + seen,
                  path,
                  seen.isEmpty() ? "plain" : seen));
    }

    private String seen(Arrow arrow) {
      if (coverage.isEmpty() || arrow.labels().isEmpty()) return "";
      return arrow.labels().stream().allMatch(Label::isMissed) ? "unseen" : "seen";
    }

    private void label(SvgText text, Point middle) {
      if (text.lines().isEmpty()) return;
      line(
          "<rect class=\"under\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>"
              .formatted(
                  whole(middle.x() - text.width() / 2),
                  whole(middle.y() - text.height() / 2),
                  whole(text.width()),
                  whole(text.height())));
      lines(text, middle.x(), middle.y() - text.height() / 2);
    }

    private void box(String id, Placed placed) {
      Placed.Box box = placed.boxes().get(id);
      SvgText text = boxes.get(id);
      if (box == null) return;
      if (text == null) {
        end(id, box);
        return;
      }
      line(
          "<rect class=\"state%s\" rx=\"7\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>"
              .formatted(
                  visited(id),
                  whole(box.left()),
                  whole(box.top()),
                  whole(box.width()),
                  whole(box.height())));
      lines(text, box.middle(), box.top() + PADDING);
    }

    private String visited(String state) {
      if (coverage.isEmpty()) return "";
      return coverage.get().isReached(state) ? " seen" : " unseen";
    }

    private void end(String id, Placed.Box box) {
      double y = box.top() + box.height() / 2;
      if (id.equals(END)) {
        line(
            "<circle cx=\"%d\" cy=\"%d\" r=\"8\" fill=\"#fff\" stroke=\"#222\"/>"
                .formatted(whole(box.middle()), whole(y)));
      }
      line(
          "<circle cx=\"%d\" cy=\"%d\" r=\"%d\" fill=\"#222\"/>"
              .formatted(whole(box.middle()), whole(y), id.equals(END) ? 5 : 7));
    }

    private void lines(SvgText text, double middle, double top) {
      double y = top + 12;
      for (List<Word> line : text.lines()) {
        StringBuilder spans = new StringBuilder();
        for (int i = 0; i < line.size(); i++) {
          Word word = line.get(i);
          String space = i < line.size() - 1 ? " " : "";
          spans.append(
              word.style().isEmpty()
                  ? escaped(word.text()) + space
                  : "<tspan class=\"%s\">%s</tspan>%s"
                      .formatted(word.style(), escaped(word.text()), space));
        }
        line(
            "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>"
                .formatted(whole(middle), whole(y), spans));
        y += SvgText.LINE;
      }
    }

    private static long whole(double value) {
      return Math.round(value);
    }

    private static String escaped(String text) {
      return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
  }
}
