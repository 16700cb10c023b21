package dev.perdure.testing.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perdure.testing.Fault;
import dev.perdure.testing.RunResult;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.Simulator;
import dev.perdure.testing.explore.Shrunk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A failure that was found, for those who look for its cause. */
public final class FailureReport {
  private static final int MOST_FRAMES = 12;

  private final String name;
  private final String reproduce;
  private final RunResult found;
  private final Shrunk shrunk;
  private final List<Moment> moments;

  private FailureReport(
      String name, String reproduce, RunResult found, Shrunk shrunk, List<Moment> moments) {
    this.name = name;
    this.reproduce = reproduce;
    this.found = found;
    this.shrunk = shrunk;
    this.moments = moments;
  }

  /**
   * Plays the small run once more, to tell what happens in it.
   *
   * @param name of the scenario
   * @param reproduce how to see the run that was found again, in one line
   * @param scenario the scenario in the size of the small run
   * @param found the run that was found
   * @param shrunk the same failure in a small run
   */
  public static FailureReport of(
      String name, String reproduce, Scenario scenario, RunResult found, Shrunk shrunk) {
    List<Moment> moments = new ArrayList<>();
    Scenario listened =
        simulation -> {
          simulation.listen(new Chronicle(simulation, moments));
          scenario.play(simulation);
        };
    Simulator.of(listened).run(shrunk.run().seed(), shrunk.picks().strategy());
    return new FailureReport(name, reproduce, found, shrunk, List.copyOf(moments));
  }

  /** What fails. */
  public Throwable failure() {
    Throwable thrown = shrunk.run().thrown();
    if (thrown == null) {
      throw new IllegalStateException("a report of a run that did not fail");
    }
    return thrown;
  }

  /** What fails, how to see it again, what happened and where it came to. */
  public String toText() {
    StringBuilder out = new StringBuilder();
    out.append("%s fails: %s".formatted(name, message(failure()))).append("\n\n");
    if (shrunk.repeats()) {
      out.append("To see the run that was found:  ").append(reproduce).append('\n');
      out.append(small()).append("\n\n");
      out.append("What happens in the small run:\n");
    } else {
      out.append("No seed shows it again. What happens in one play of it:\n");
    }
    out.append(TextReport.trace(moments)).append('\n');
    out.append("Each machine, its first state and its last:\n");
    out.append(TextReport.machines(moments)).append('\n');
    out.append(stack(failure()));
    return out.toString();
  }

  private String small() {
    RunResult run = shrunk.run();
    String size = shrunk.size() == 0 ? "" : "size %d, ".formatted(shrunk.size());
    return "Made small in %d tries%s: %s%d steps, %d faults, %d choices that are not the plain ones; seed %d, picks %s"
        .formatted(
            shrunk.tries(),
            shrunk.minimal() ? "" : " (time was over)",
            size,
            run.steps(),
            run.faults(),
            shrunk.picks().size(),
            run.seed(),
            shrunk.picks());
  }

  private static String message(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.toString() : message;
  }

  private static String stack(Throwable failure) {
    StringBuilder out = new StringBuilder();
    @Nullable Throwable cause = failure;
    for (String before = ""; cause != null; cause = cause.getCause(), before = "caused by ") {
      out.append(before).append(cause).append('\n');
      StackTraceElement[] frames = cause.getStackTrace();
      for (int i = 0; i < Math.min(MOST_FRAMES, frames.length); i++) {
        out.append("    at ").append(frames[i]).append('\n');
      }
    }
    return out.toString();
  }

  /** The sequence diagram of the small run, for Mermaid. */
  public String toMermaid() {
    return SequenceDiagram.of(moments).toMermaid();
  }

  /** The sequence diagram of the small run, drawn. */
  public String toSvg() {
    return SequenceSvg.draw(SequenceDiagram.of(moments));
  }

  /** All of it, with the whole trace of the small run, as one JSON object. */
  public String toJson() {
    RunResult run = shrunk.run();
    StringBuilder out = new StringBuilder("{\n");
    field(out, "name", name);
    field(out, "failure", failure().toString());
    field(out, "reproduce", reproduce);
    out.append("\"foundSeed\":").append(found.seed()).append(",\n");
    out.append("\"size\":").append(shrunk.size()).append(",\n");
    out.append("\"seed\":").append(run.seed()).append(",\n");
    field(out, "picks", shrunk.picks().toString());
    out.append("\"minimal\":").append(shrunk.minimal()).append(",\n");
    out.append("\"steps\":").append(run.steps()).append(",\n");
    out.append("\"faults\":{").append(faults(run)).append("},\n");
    return out.append("\"trace\":").append(run.trace().toJson()).append("}\n").toString();
  }

  private static String faults(RunResult run) {
    List<String> struck = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      if (run.struck(fault) > 0) {
        struck.add("\"%s\":%d".formatted(fault, run.struck(fault)));
      }
    }
    return String.join(",", struck);
  }

  private static void field(StringBuilder out, String name, String value) {
    out.append('"').append(name).append("\":\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20 || Character.isSurrogate(c)) {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    out.append("\",\n");
  }

  /**
   * Writes {@code report.txt}, {@code sequence.mmd}, {@code sequence.svg} and {@code report.json}.
   *
   * @param dir made when it is not there
   * @throws IOException if they cannot be written
   */
  public void write(Path dir) throws IOException {
    Files.createDirectories(dir);
    Files.writeString(dir.resolve("report.txt"), toText(), UTF_8);
    Files.writeString(dir.resolve("sequence.mmd"), toMermaid(), UTF_8);
    Files.writeString(dir.resolve("sequence.svg"), toSvg(), UTF_8);
    Files.writeString(dir.resolve("report.json"), toJson(), UTF_8);
  }

  /** The first line of the text, for a log. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s fails: %s", name, message(failure()));
  }
}
