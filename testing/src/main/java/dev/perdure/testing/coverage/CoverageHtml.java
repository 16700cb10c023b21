package dev.perdure.testing.coverage;

import dev.perdure.testing.Fault;

/** A coverage as one page of HTML, without anything from elsewhere. */
final class CoverageHtml {
  private static final String STYLE =
      """
      body { font: 15px/1.4 system-ui, sans-serif; margin: 2em; color: #1c1c1c; background: #fff; }
      h1 { font-size: 1.5em; } h2 { font-size: 1.15em; margin: 2em 0 .4em; }
      table { border-collapse: collapse; margin: .6em 0; }
      th, td { border: 1px solid #b9b9b9; padding: .3em .6em; text-align: left; vertical-align: top; }
      th { background: #f1f1f1; }
      td b { font-variant-numeric: tabular-nums; } td span { display: block; font-size: .85em; }
      .taken { background: #d8f0d8; } .aside { background: #fdf3cd; } .never { background: #f8d7d7; }
      .wide { overflow-x: auto; }
      """;

  private CoverageHtml() {}

  static String page(String title, Coverage coverage) {
    StringBuilder out = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n");
    out.append("<meta charset=\"utf-8\">\n<title>").append(escaped(title));
    out.append(": coverage</title>\n<style>\n").append(STYLE).append("</style>\n</head>\n<body>\n");
    out.append("<h1>").append(escaped(title)).append(": coverage</h1>\n");
    out.append("<p>").append(CoverageText.number(coverage.runs())).append(" runs. ");
    out.append("A cell is a pair of state and event: how often it was stepped, where it led. ");
    out.append("<span class=\"taken\">Handled</span>, ");
    out.append("<span class=\"aside\">only deferred, ignored or rejected</span>, ");
    out.append("<span class=\"never\">never reached</span>.</p>\n");
    coverage.machines().forEach(machine -> machine(out, machine));
    faults(out, coverage);
    return out.append("</body>\n</html>\n").toString();
  }

  private static void machine(StringBuilder out, MachineCoverage machine) {
    out.append("<h2>").append(escaped(CoverageText.headline(machine))).append("</h2>\n");
    out.append("<div class=\"wide\"><table>\n<tr><th></th>");
    for (Class<?> event : machine.events()) {
      out.append("<th scope=\"col\">").append(escaped(machine.name(event))).append("</th>");
    }
    out.append("</tr>\n");
    for (Class<?> state : machine.states()) {
      out.append("<tr><th scope=\"row\">").append(escaped(machine.name(state))).append("</th>");
      for (Class<?> event : machine.events()) {
        out.append(
            machine.reached(state, event).map(CoverageHtml::cell).orElseGet(CoverageHtml::never));
      }
      out.append("</tr>\n");
    }
    out.append("</table></div>\n");
  }

  private static String cell(Reached what) {
    String details = CoverageText.details(what, "", "\n", "");
    StringBuilder out = new StringBuilder("<td class=\"");
    out.append(what.isHandled() ? "taken" : "aside").append("\"><b>");
    out.append(CoverageText.number(what.times())).append("</b>");
    for (String line : details.lines().toList()) {
      out.append("<span>").append(escaped(line)).append("</span>");
    }
    return out.append("</td>").toString();
  }

  private static String never() {
    return "<td class=\"never\">never</td>";
  }

  private static void faults(StringBuilder out, Coverage coverage) {
    out.append("<h2>Faults that struck</h2>\n<table>\n");
    for (Fault fault : Fault.values()) {
      long times = coverage.struck(fault);
      out.append("<tr><th scope=\"row\">").append(fault.name()).append("</th>");
      out.append(times == 0 ? never() : "<td>" + CoverageText.number(times) + "</td>");
      out.append("</tr>\n");
    }
    out.append("</table>\n");
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
    return out.toString();
  }
}
