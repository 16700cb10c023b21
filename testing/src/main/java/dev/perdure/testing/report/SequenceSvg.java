package dev.perdure.testing.report;

import dev.perdure.testing.report.SequenceDiagram.Row;
import java.util.Locale;

/** Draws a sequence diagram as SVG: a column for each participant, a row for each row. */
final class SequenceSvg {
  private static final int COLUMN = 230;
  private static final int ROW = 34;
  private static final int TOP = 70;
  private static final int MARGIN = 130;
  private static final int LONGEST = 64;
  private static final int CHAR_WIDTH = 6;

  private final SequenceDiagram diagram;
  private final StringBuilder out = new StringBuilder();

  private SequenceSvg(SequenceDiagram diagram) {
    this.diagram = diagram;
  }

  static String draw(SequenceDiagram diagram) {
    return new SequenceSvg(diagram).draw();
  }

  private String draw() {
    int width = 2 * MARGIN + COLUMN * Math.max(0, diagram.participants().size() - 1) + 200;
    int height = TOP + ROW * (diagram.rows().size() + 1) + 20;
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
            + " font-family=\"sans-serif\" font-size=\"11\">",
        width, height, width, height);
    add("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", width, height);
    add(
        "<defs><marker id=\"head\" markerWidth=\"9\" markerHeight=\"8\" refX=\"8\" refY=\"4\""
            + " orient=\"auto\"><path d=\"M0,0 L9,4 L0,8 z\"/></marker></defs>");
    for (int i = 0; i < diagram.participants().size(); i++) {
      lifeline(i, height);
    }
    int y = TOP;
    if (diagram.leftOut() > 0) {
      text(10, y - 8, "start", diagram.leftOut() + " rows before these are left out", "gray");
    }
    for (Row row : diagram.rows()) {
      y += ROW;
      draw(row, y, width);
    }
    return out.append("</svg>\n").toString();
  }

  private void lifeline(int column, int height) {
    int x = x(column);
    add("<line x1=\"%d\" y1=\"44\" x2=\"%d\" y2=\"%d\" stroke=\"silver\"/>", x, x, height - 10);
    add(
        "<rect x=\"%d\" y=\"16\" width=\"210\" height=\"28\" rx=\"4\" fill=\"aliceblue\""
            + " stroke=\"steelblue\"/>",
        x - 105);
    text(x, 34, "middle", diagram.participants().get(column), "black");
  }

  private void draw(Row row, int y, int width) {
    switch (row) {
      case Row.Message(var from, var to, var text, var answer) ->
          message(x(column(from)), x(column(to)), y, text, answer);
      case Row.Note(var of, var text) -> note(x(column(of)), y, text);
      case Row.Across(var text, var bad) -> across(y, width, text, bad);
    }
  }

  private void message(int from, int to, int y, String text, boolean answer) {
    String dashes = answer ? " stroke-dasharray=\"5 3\"" : "";
    if (from == to) {
      add(
          "<path d=\"M%d,%d h28 v12 h-26\" fill=\"none\" stroke=\"black\""
              + " marker-end=\"url(#head)\"%s/>",
          from, y - 8, dashes);
      text(from + 34, y + 1, "start", text, "black");
    } else {
      add(
          "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"black\""
              + " marker-end=\"url(#head)\"%s/>",
          from, y, to, y, dashes);
      text((from + to) / 2, y - 5, "middle", text, "black");
    }
  }

  private void note(int x, int y, String text) {
    String shown = shortened(text);
    int width = shown.length() * CHAR_WIDTH + 14;
    add(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"20\" fill=\"lightyellow\""
            + " stroke=\"goldenrod\"/>",
        x - width / 2, y - 14, width);
    text(x, y, "middle", text, "black");
  }

  private void across(int y, int width, String text, boolean bad) {
    add(
        "<rect x=\"6\" y=\"%d\" width=\"%d\" height=\"20\" fill=\"%s\"/>",
        y - 14, width - 12, bad ? "mistyrose" : "whitesmoke");
    text(14, y, "start", text, bad ? "firebrick" : "dimgray");
  }

  private void text(int x, int y, String anchor, String text, String color) {
    add(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"%s\">%s<title>%s</title></text>",
        x, y, anchor, color, escaped(shortened(text)), escaped(text));
  }

  private static int x(int column) {
    return MARGIN + column * COLUMN;
  }

  private int column(String participant) {
    return diagram.participants().indexOf(participant);
  }

  @SuppressWarnings("AnnotateFormatMethod") // The annotation would be a dependency.
  private void add(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 3) + "...";
  }

  private static String escaped(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      safe.append(
          switch (c) {
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '&' -> "&amp;";
            default -> c < 0x20 || Character.isSurrogate(c) ? "?" : String.valueOf(c);
          });
    }
    return safe.toString();
  }
}
