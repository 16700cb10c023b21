package dev.perdure.testing.coverage;

import dev.perdure.testing.CommittedStep.Verdict;
import dev.perdure.testing.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A coverage as text. */
final class CoverageText {
  private static final int MOST_NAMED = 6;

  private CoverageText() {}

  static String summary(Coverage coverage) {
    List<MachineCoverage> machines = coverage.machines();
    StringBuilder out = new StringBuilder();
    for (MachineCoverage machine : machines) {
      out.append(headline(machine));
      List<Pair> missing = machine.unreached();
      if (!missing.isEmpty()) {
        out.append("; never: ").append(some(machine, missing));
      }
      out.append('\n');
    }
    return out.append(faults(coverage)).append('\n').toString();
  }

  static String all(Coverage coverage) {
    StringBuilder out = new StringBuilder();
    for (MachineCoverage machine : coverage.machines()) {
      out.append(headline(machine)).append('\n');
      for (Class<?> state : machine.states()) {
        out.append("  ").append(machine.name(state)).append('\n');
        for (Class<?> event : machine.events()) {
          out.append("    ").append(row(machine, state, event)).append('\n');
        }
      }
    }
    return out.append(faults(coverage)).append('\n').toString();
  }

  static String headline(MachineCoverage machine) {
    return String.format(
        Locale.ROOT,
        "%s: %d of %d pairs reached, %d transitions taken",
        machine.type().name(),
        machine.reached().size(),
        machine.size(),
        machine.transitions().size());
  }

  private static String row(MachineCoverage machine, Class<?> state, Class<?> event) {
    int width =
        machine.events().stream().mapToInt(each -> machine.name(each).length()).max().orElse(0);
    String name = String.format(Locale.ROOT, "%-" + width + "s  ", machine.name(event));
    return machine
        .reached(state, event)
        .map(what -> name + number(what.times()) + details(what, ": ", ", ", ""))
        .orElse(name + "never");
  }

  /** Where a pair led, and what else was made of it; each after a separator. */
  static String details(Reached what, String begin, String separator, String end) {
    List<String> parts = new ArrayList<>();
    what.next().forEach((next, times) -> parts.add("-> " + next + " " + number(times)));
    what.verdicts()
        .forEach(
            (verdict, times) -> {
              if (verdict != Verdict.HANDLED && verdict != Verdict.HALTED) {
                parts.add(word(verdict) + " " + number(times));
              }
            });
    return parts.stream().collect(Collectors.joining(separator, begin, end));
  }

  private static String word(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT);
  }

  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String faults(Coverage coverage) {
    List<String> struck = new ArrayList<>();
    List<String> never = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      long times = coverage.struck(fault);
      if (times == 0) {
        never.add(fault.name());
      } else {
        struck.add(fault.name() + " " + number(times));
      }
    }
    return "faults that struck: %s; never: %s".formatted(orNone(struck), orNone(never));
  }

  private static String orNone(List<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  private static String some(MachineCoverage machine, List<Pair> pairs) {
    String named =
        pairs.stream()
            .limit(MOST_NAMED)
            .map(pair -> machine.name(pair.state()) + " x " + machine.name(pair.event()))
            .collect(Collectors.joining(", "));
    return pairs.size() <= MOST_NAMED
        ? named
        : named + ", and %d more".formatted(pairs.size() - MOST_NAMED);
  }

  // ---- what must be reached ------------------------------------------------------------------

  /** What is wrong, by class, as the test would write it. */
  static String demand(
      MachineCoverage machine, long runs, List<Pair> missing, List<Pair> needless) {
    StringBuilder out = new StringBuilder();
    if (!missing.isEmpty()) {
      out.append(
          "coverage of machine type '%s': %d of %d pairs of state and event were not reached in %d runs:\n"
              .formatted(machine.type().name(), missing.size(), machine.size(), runs));
      lines(out, missing);
      out.append(
          "Make the scenario reach them, play more seeds, or name what cannot be: %s\n"
              .formatted(code(missing.getFirst())));
    }
    if (!needless.isEmpty()) {
      out.append(
          "coverage of machine type '%s': pairs that are named as unreachable were reached:\n"
              .formatted(machine.type().name()));
      lines(out, needless);
    }
    return out.toString().stripTrailing();
  }

  private static void lines(StringBuilder out, List<Pair> pairs) {
    Map<Class<?>, List<String>> byState = new LinkedHashMap<>();
    for (Pair pair : pairs) {
      byState
          .computeIfAbsent(pair.state(), _ -> new ArrayList<>())
          .add(pair.event().getSimpleName());
    }
    byState.forEach(
        (state, events) ->
            out.append(
                "  in %s: %s\n".formatted(state.getSimpleName(), String.join(", ", events))));
  }

  private static String code(Pair pair) {
    return "Unreachable.in(%s.class, %s.class)"
        .formatted(pair.state().getSimpleName(), pair.event().getSimpleName());
  }
}
