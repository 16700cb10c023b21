package dev.perdure.testing.diagram;

import java.util.ArrayList;
import java.util.List;

/**
 * Text in lines, each of words with a style. Widths are estimated, on the wide side, since nobody
 * knows which font will draw it.
 */
final class SvgText {
  static final double LINE = 16;

  /** In hundredths of the font's size: what is narrow, wide, or very wide; all else is 60. */
  private static final String NARROW = "iljtfrI.,:;'|!()[]/ ";

  private static final String WIDE = "mwMWQO@%&—…×";
  private static final double SIZE = 12;

  /** A word and its class in the style sheet. */
  record Word(String text, String style) {}

  private final List<List<Word>> lines = new ArrayList<>();
  private final double widest;

  /**
   * An empty text.
   *
   * @param widest where words go to the next line
   */
  SvgText(double widest) {
    this.widest = widest;
  }

  /** A line, or more where it is too long. */
  void add(List<Word> words) {
    List<Word> line = new ArrayList<>();
    double width = 0;
    for (Word word : words) {
      double more = width(word) + width(" ");
      if (width + more > widest && !line.isEmpty()) {
        lines.add(line);
        line = new ArrayList<>();
        width = 0;
      }
      line.add(word);
      width += more;
    }
    lines.add(line);
  }

  List<List<Word>> lines() {
    return lines;
  }

  double width() {
    return lines.stream().mapToDouble(SvgText::width).max().orElse(0);
  }

  double height() {
    return lines.size() * LINE;
  }

  private static double width(List<Word> line) {
    return line.stream().mapToDouble(SvgText::width).sum()
        + width(" ") * Math.max(0, line.size() - 1);
  }

  private static double width(Word word) {
    return width(word.text()) * (word.style().equals("title") ? 1.15 : 1);
  }

  private static double width(String text) {
    double hundredths = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (NARROW.indexOf(c) >= 0) {
        hundredths += 38;
      } else if (WIDE.indexOf(c) >= 0) {
        hundredths += 95;
      } else {
        hundredths += Character.isUpperCase(c) ? 70 : 62;
      }
    }
    return hundredths * SIZE / 100;
  }
}
