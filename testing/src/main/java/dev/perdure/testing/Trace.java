package dev.perdure.testing;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What happened in a run that was recorded, in order. */
public record Trace(List<TraceLine> lines) {
  /** Nothing was recorded. */
  public static final Trace EMPTY = new Trace(List.of());

  /** Keeps a copy. */
  public Trace {
    lines = List.copyOf(lines);
  }

  /** For people: all but the bare schedule, a line each. */
  public String toText() {
    return lines.stream()
        .filter(line -> line.kind() != TraceLine.Kind.TASK)
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  /** All of it, as a JSON array of objects. */
  public String toJson() {
    return lines.stream().map(Trace::json).collect(Collectors.joining(",\n", "[\n", "\n]\n"));
  }

  private static String json(TraceLine line) {
    StringBuilder out = new StringBuilder("{");
    out.append("\"turn\":").append(line.turn());
    out.append(",\"depth\":").append(line.depth());
    out.append(",\"at\":").append(quoted(line.at().toString()));
    out.append(",\"kind\":").append(quoted(line.kind().name()));
    out.append(",\"actor\":").append(quoted(line.actor()));
    for (Map.Entry<String, String> detail : line.details().entrySet()) {
      out.append(',').append(quoted(detail.getKey())).append(':').append(quoted(detail.getValue()));
    }
    return out.append('}').toString();
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20 || Character.isSurrogate(c)) {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
