package dev.perdure.kernel;

import dev.perdure.MachineRef;
import dev.perdure.Placement;
import java.util.ArrayList;
import java.util.List;

/** What stands behind the text of a {@link dev.perdure.ReplyTo}. */
public sealed interface ReplyAddress {
  /** The kind of an address for a request from outside. */
  String REQUEST = "request";

  /** The machine whose partition takes the answer. */
  MachineRef<?> machine();

  /** A request from outside: its answer is remembered where the machine it went to lives. */
  record OfRequest(MachineRef<?> machine, String requestId) implements ReplyAddress {
    /** Whether this is what the text says. Does not find every text that does. */
    private boolean isIn(String text) {
      int id = REQUEST.length() + 1;
      int type = id + requestId.length() + 1;
      int tag = type + machine.type().length() + 1;
      int key = tag + machine.placement().tag().length() + 1;
      return text.length() == key + machine.key().length()
          && text.indexOf('%') < 0
          && requestId.indexOf('|') < 0
          && machine.placement().tag().indexOf('|') < 0
          && machine.key().indexOf('|') < 0
          && has(text, 0, REQUEST)
          && has(text, id, requestId)
          && has(text, type, machine.type())
          && has(text, tag, machine.placement().tag())
          && text.startsWith(machine.key(), key);
    }

    /** Whether a part stands there, with a bar behind it. */
    private static boolean has(String text, int at, String part) {
      return text.startsWith(part, at) && text.charAt(at + part.length()) == '|';
    }
  }

  /** An ask of a machine. */
  record OfAsk(MachineRef<?> machine, String callId) implements ReplyAddress {}

  /** A query from outside: answered only to who waits, and only by the step of the query. */
  record OfQuery(MachineRef<?> machine) implements ReplyAddress {}

  /** As text: kind, id, type, tag, key, parted by bars; bars and per cents inside are escaped. */
  default String toText() {
    return switch (this) {
      case OfRequest(var machine, var id) -> text(REQUEST, id, machine);
      case OfAsk(var machine, var id) -> text("ask", id, machine);
      case OfQuery(var machine) -> text("query", "", machine);
    };
  }

  private static String text(String kind, String id, MachineRef<?> to) {
    String tag = escape(to.placement().tag());
    return kind + "|" + escape(id) + "|" + to.type() + "|" + tag + "|" + escape(to.key());
  }

  /**
   * What {@link #toText} wrote; takes the short way where it is the address of that very request,
   * as nearly every answer's is.
   *
   * @throws IllegalArgumentException when the text is no reply address
   */
  static ReplyAddress parse(String text, OfRequest likely) {
    return likely.isIn(text) ? likely : parse(text);
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
      case REQUEST -> new OfRequest(machine, parts.get(1));
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
