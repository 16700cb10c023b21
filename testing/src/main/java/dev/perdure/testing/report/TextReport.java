package dev.perdure.testing.report;

import dev.perdure.testing.CommittedStep;
import dev.perdure.testing.CommittedStep.Verdict;
import dev.perdure.testing.report.Moment.Answered;
import dev.perdure.testing.report.Moment.Came;
import dev.perdure.testing.report.Moment.Parked;
import dev.perdure.testing.report.Moment.Requested;
import dev.perdure.testing.report.Moment.Stepped;
import dev.perdure.testing.report.Moment.Struck;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Moments as lines of text. */
final class TextReport {
  /** So many moments of a very long run are told: most of them from its beginning. */
  private static final int MOST_FIRST = 400;

  private static final int MOST_LAST = 100;

  private TextReport() {}

  /** What happened, in order; of a very long run the beginning and the end. */
  static String trace(List<Moment> moments) {
    StringBuilder out = new StringBuilder();
    int left = moments.size() - MOST_FIRST - MOST_LAST;
    for (int i = 0; i < moments.size(); i++) {
      if (i == MOST_FIRST && left > 0) {
        out.append("%12s  -- and so on, %d times, to the last of it\n".formatted("...", left));
        i += left;
      }
      Moment moment = moments.get(i);
      out.append("%12s  ".formatted(Texts.since(moment.at())));
      line(moment, out);
    }
    return out.toString();
  }

  private static void line(Moment moment, StringBuilder out) {
    switch (moment) {
      case Requested(_, var request) ->
          out.append("client %s -> %s".formatted(request.client(), request.to()))
              .append("  " + Texts.value(request.event()) + id(request.id()) + "\n");
      case Answered(_, var request, var reply) ->
          out.append("client %s <- %s".formatted(request.client(), request.to()))
              .append("  " + Texts.reply(reply) + id(request.id()) + "\n");
      case Stepped(_, var step) -> step(step, out);
      case Struck(_, var fault, var where) -> out.append("!! " + fault + "  " + where + "\n");
      case Parked(_, var machine, var event, var reason) ->
          out.append("!! PARKED  %s of %s: %s".formatted(event, machine, reason)).append('\n');
      case Came(_, var what) -> out.append("-- " + what + "\n");
    }
  }

  private static String id(String id) {
    return id.isEmpty() ? "" : "  (" + id + ")";
  }

  private static void step(CommittedStep step, StringBuilder out) {
    out.append(
        "%s step %d: %s from %s"
            .formatted(
                step.machine(),
                step.number(),
                Texts.value(step.event()),
                Texts.origin(step.origin())));
    if (step.verdict() != Verdict.HANDLED && step.verdict() != Verdict.HALTED) {
      out.append(", ").append(step.verdict().name().toLowerCase(Locale.ROOT));
    }
    out.append('\n').append(" ".repeat(18)).append(Texts.change(step)).append('\n');
    step.effects()
        .forEach(effect -> out.append(" ".repeat(18)).append(Texts.effect(effect)).append('\n'));
  }

  /** Each machine that took part, with its first state and its last. */
  static String machines(List<Moment> moments) {
    Map<String, CommittedStep> first = new LinkedHashMap<>();
    Map<String, CommittedStep> last = new LinkedHashMap<>();
    for (Moment moment : moments) {
      if (moment instanceof Stepped(_, var step)) {
        first.putIfAbsent(step.machine().toString(), step);
        last.put(step.machine().toString(), step);
      }
    }
    StringBuilder out = new StringBuilder();
    first.forEach(
        (machine, step) -> {
          CommittedStep end = last.getOrDefault(machine, step);
          String after = end.verdict() == Verdict.HALTED ? "halted" : Texts.value(end.after());
          out.append("  %s: %s -> %s".formatted(machine, Texts.value(step.before()), after))
              .append('\n');
        });
    return out.toString();
  }
}
