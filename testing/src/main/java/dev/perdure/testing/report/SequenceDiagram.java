package dev.perdure.testing.report;

import dev.perdure.testing.CommittedStep;
import dev.perdure.testing.Origin;
import dev.perdure.testing.report.Moment.Answered;
import dev.perdure.testing.report.Moment.Came;
import dev.perdure.testing.report.Moment.Parked;
import dev.perdure.testing.report.Moment.Requested;
import dev.perdure.testing.report.Moment.Stepped;
import dev.perdure.testing.report.Moment.Struck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who sent what to whom, as rows between participants.
 *
 * @param participants clients and machines, in the order of their appearance
 * @param rows from the top
 * @param leftOut how many rows before these there was no room for
 */
record SequenceDiagram(List<String> participants, List<Row> rows, int leftOut) {
  /** The most rows of a diagram; the last ones are shown. */
  static final int MOST_ROWS = 150;

  /** The end of the story, where the failure is, is what matters. */
  sealed interface Row {
    /** Something goes from one to another, or to itself. */
    record Message(String from, String to, String text, boolean answer) implements Row {}

    /** Something is said of one. */
    record Note(String of, String text) implements Row {}

    /** Something is said of all. */
    record Across(String text, boolean bad) implements Row {}
  }

  static SequenceDiagram of(List<Moment> moments) {
    List<Row> rows = new Rows().of(moments);
    int leftOut = Math.max(0, rows.size() - MOST_ROWS);
    List<Row> shown = List.copyOf(rows.subList(leftOut, rows.size()));
    Set<String> participants = new LinkedHashSet<>();
    for (Row row : shown) {
      switch (row) {
        case Row.Message(var from, var to, _, _) -> participants.addAll(List.of(from, to));
        case Row.Note(var of, _) -> participants.add(of);
        case Row.Across _ -> {}
      }
    }
    return new SequenceDiagram(List.copyOf(participants), shown, leftOut);
  }

  /** Turns moments into rows. */
  private static final class Rows {
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, String> clients = new HashMap<>();

    List<Row> of(List<Moment> moments) {
      moments.forEach(this::add);
      return rows;
    }

    private void add(Moment moment) {
      switch (moment) {
        case Requested(_, var request) -> clients.put(request.id(), request.client());
        case Answered(_, var request, var reply) ->
            rows.add(
                new Row.Message(
                    request.to().toString(), client(request.client()), Texts.reply(reply), true));
        case Stepped(_, var step) -> step(step);
        case Struck(_, var fault, var where) -> rows.add(new Row.Across(fault + " " + where, true));
        case Parked(_, var machine, var event, var reason) ->
            rows.add(new Row.Note(machine, "parked: " + event + ": " + reason));
        case Came(_, var what) -> rows.add(new Row.Across(what, false));
      }
    }

    private void step(CommittedStep step) {
      String machine = step.machine().toString();
      rows.add(
          new Row.Message(
              from(step.origin(), machine),
              machine,
              step.number() + ": " + Texts.value(step.event()),
              step.origin() instanceof Origin.Answer));
      switch (step.verdict()) {
        case HANDLED, HALTED -> {
          if (!step.before().equals(step.after())
              || step.verdict() != CommittedStep.Verdict.HANDLED) {
            rows.add(new Row.Note(machine, Texts.change(step)));
          }
        }
        case DEFERRED, IGNORED, REJECTED ->
            rows.add(
                new Row.Note(machine, step.verdict().name().toLowerCase(java.util.Locale.ROOT)));
        case QUERIED -> {}
      }
    }

    private String from(Origin origin, String machine) {
      return switch (origin) {
        case Origin.Client(var id) -> client(clients.getOrDefault(id, "?"));
        case Origin.Sender(var sender, _) -> sender.toString();
        case Origin.Timer _ -> machine;
        case Origin.Answer(_, var by) -> by.map(Object::toString).orElse(machine);
        case Origin.Operator _ -> "operator";
      };
    }

    private static String client(String name) {
      return "client " + name;
    }
  }

  /** As text for Mermaid. */
  String toMermaid() {
    StringBuilder out = new StringBuilder("sequenceDiagram\n");
    for (int i = 0; i < participants.size(); i++) {
      out.append("  participant p%d as %s".formatted(i, escaped(participants.get(i)))).append('\n');
    }
    if (leftOut > 0 && !participants.isEmpty()) {
      out.append(over(leftOut + " rows before these are left out"));
    }
    for (Row row : rows) {
      out.append(mermaid(row));
    }
    return out.toString();
  }

  private String mermaid(Row row) {
    return switch (row) {
      case Row.Message(var from, var to, var text, var answer) ->
          "  p%d%sp%d: %s\n"
              .formatted(
                  participants.indexOf(from),
                  answer ? "-->>" : "->>",
                  participants.indexOf(to),
                  escaped(text));
      case Row.Note(var of, var text) ->
          "  Note over p%d: %s\n".formatted(participants.indexOf(of), escaped(text));
      case Row.Across(var text, var bad) -> over((bad ? "FAULT " : "") + text);
    };
  }

  private String over(String text) {
    if (participants.isEmpty()) {
      return "";
    }
    String all = participants.size() == 1 ? "p0" : "p0,p" + (participants.size() - 1);
    return "  Note over %s: %s\n".formatted(all, escaped(text));
  }

  /** Semicolons and hashes mean something to Mermaid. */
  private static String escaped(String text) {
    return text.replace("#", "#35;").replace(";", "#59;").replace('\n', ' ').replace('\r', ' ');
  }
}
