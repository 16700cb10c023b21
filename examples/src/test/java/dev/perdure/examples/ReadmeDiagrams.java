package dev.perdure.examples;

import dev.perdure.testing.diagram.MermaidWriter;
import dev.perdure.testing.diagram.StateDiagram;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The diagrams in a README: between {@code <!-- diagram Account -->} and {@code <!-- /diagram -->},
 * where {@code Account} is the class of a machine, as a block of Mermaid.
 */
final class ReadmeDiagrams {
  private static final Pattern BLOCK =
      Pattern.compile("<!-- diagram (\\w+) -->\n(.*?)<!-- /diagram -->", Pattern.DOTALL);

  private ReadmeDiagrams() {}

  /**
   * A README with its diagrams drawn anew.
   *
   * @throws IllegalArgumentException if one of the machines has no place in it, or a place is for a
   *     machine that is not there
   */
  static String drawn(String readme, List<StateDiagram> diagrams) {
    for (StateDiagram diagram : diagrams) {
      if (!readme.contains(begin(diagram.machine()))) {
        throw new IllegalArgumentException(
            "%s has no diagram: write %s and <!-- /diagram --> where it should be, each on a line"
                    .formatted(diagram.machine(), begin(diagram.machine()))
                + " of its own, and run ./perdure diagrams");
      }
    }
    return BLOCK
        .matcher(readme)
        .replaceAll(found -> Matcher.quoteReplacement(block(found.group(1), diagrams)));
  }

  private static String begin(String machine) {
    return "<!-- diagram %s -->\n".formatted(machine);
  }

  private static String block(String machine, List<StateDiagram> diagrams) {
    return diagrams.stream()
        .filter(diagram -> diagram.machine().equals(machine))
        .map(
            diagram ->
                "%s```mermaid\n%s```\n<!-- /diagram -->"
                    .formatted(begin(machine), new MermaidWriter().write(diagram)))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("a diagram of no machine: " + machine));
  }
}
