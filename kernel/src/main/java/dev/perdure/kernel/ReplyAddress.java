package dev.perdure.kernel;

import dev.perdure.MachineRef;
import dev.perdure.Placement;
import java.util.ArrayList;
import java.util.List;

/** What stands behind the text of a {@link dev.perdure.ReplyTo}. */
public sealed interface ReplyAddress {
  /** The machine whose partition takes the answer. */
  MachineRef<?> machine();

  /** A request from outside: its answer is remembered where the machine it went to lives. */
  record OfRequest(MachineRef<?> machine, String requestId) implements ReplyAddress {}

  /** An ask of a machine. */
  record OfAsk(MachineRef<?> machine, String callId) implements ReplyAddress {}

  /** A query from outside: answered only to who waits, and only by the step of the query. */
  record OfQuery(MachineRef<?> machine) implements ReplyAddress {}

  /** As text: kind, id, type, tag, key, parted by bars; bars and per cents inside are escaped. */
  default String toText() {
    MachineRef<?> ref = machine();
    String rest = "|" + ref.type() + "|" + escape(ref.placement().tag()) + "|" + escape(ref.key());
    return switch (this) {
      case OfRequest(_, var id) -> "request|" + escape(id) + rest;
      case OfAsk(_, var id) -> "ask|" + escape(id) + rest;
      case OfQuery _ -> "query|" + rest;
    };
  }

  /**
   * What {@link #toText} wrote.
   *
   * @throws IllegalArgumentException when the text is no reply address
   */
  static ReplyAddress parse(String text) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int bar = text.indexOf('|'); bar >= 0; bar = text.indexOf('|', from)) {
      parts.add(unescape(text.substring(from, bar)));
      from = bar + 1;
    }
    parts.add(unescape(text.substring(from)));
    if (parts.size() != 5) {
      throw notAnAddress(text);
    }
    String tag = parts.get(3);
    Placement placement = tag.isEmpty() ? Placement.byKey() : Placement.of(tag);
    MachineRef<?> machine = new MachineRef<>(parts.get(2), placement, parts.get(4));
    return switch (parts.getFirst()) {
      case "request" -> new OfRequest(machine, parts.get(1));
      case "ask" -> new OfAsk(machine, parts.get(1));
      case "query" -> new OfQuery(machine);
      default -> throw notAnAddress(text);
    };
  }

  private static IllegalArgumentException notAnAddress(String text) {
    return new IllegalArgumentException(
        "not a reply address: \"" + text + "\"; a ReplyTo comes with an event, it is never made");
  }

  private static String escape(String text) {
    return text.indexOf('|') < 0 && text.indexOf('%') < 0
        ? text
        : text.replace("%", "%25").replace("|", "%7C");
  }

  private static String unescape(String text) {
    return text.indexOf('%') < 0 ? text : text.replace("%7C", "|").replace("%25", "%");
  }
}
