package dev.perdure.server;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * JSON that this module writes itself: answers, problems, descriptions. Events, states and replies
 * are JSON already when they come from the node, and go in as {@link Ready}. Nothing here reads
 * JSON.
 */
sealed interface Json {
  /** A string. */
  record Text(String value) implements Json {}

  /** An integer. */
  record Whole(long value) implements Json {}

  /** True or false. */
  record Flag(boolean value) implements Json {}

  /** An array. */
  record Items(List<Json> values) implements Json {}

  /** JSON that the node wrote; taken as it is. */
  record Ready(String json) implements Json {}

  /** An object under construction: its members in the order in which they were added. */
  final class Members implements Json {
    private final Map<String, Json> values = new LinkedHashMap<>();

    private Members() {}

    Members with(String name, Json value) {
      values.put(name, value);
      return this;
    }

    Members with(String name, String value) {
      return with(name, new Text(value));
    }

    Members with(String name, long value) {
      return with(name, new Whole(value));
    }

    Members with(String name, boolean value) {
      return with(name, new Flag(value));
    }

    /** Adds a member, or nothing. */
    Members with(String name, Optional<? extends Json> value) {
      value.ifPresent(present -> with(name, present));
      return this;
    }

    Members withAll(Members others) {
      values.putAll(others.values);
      return this;
    }

    boolean isEmpty() {
      return values.isEmpty();
    }
  }

  /** An object without members. */
  static Members object() {
    return new Members();
  }

  /** An array of strings. */
  static Items texts(Iterable<String> values) {
    List<Json> items = new ArrayList<>();
    values.forEach(value -> items.add(new Text(value)));
    return new Items(items);
  }

  /** The JSON in UTF-8. */
  default byte[] bytes() {
    StringBuilder out = new StringBuilder();
    write(this, out);
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void write(Json json, StringBuilder out) {
    switch (json) {
      case Text(var value) -> quote(value, out);
      case Whole(var value) -> out.append(value);
      case Flag(var value) -> out.append(value);
      case Ready(var ready) -> out.append(ready);
      case Items(var values) -> {
        out.append('[');
        String separator = "";
        for (Json value : values) {
          out.append(separator);
          write(value, out);
          separator = ",";
        }
        out.append(']');
      }
      case Members members -> {
        out.append('{');
        String separator = "";
        for (Map.Entry<String, Json> member : members.values.entrySet()) {
          out.append(separator);
          quote(member.getKey(), out);
          out.append(':');
          write(member.getValue(), out);
          separator = ",";
        }
        out.append('}');
      }
    }
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        default -> {
          // Surrogates too, for one without its other half has no UTF-8.
          boolean plain = c >= 0x20 && c != 0x7F && !Character.isSurrogate(c);
          if (plain) out.append(c);
          else out.append("\\u%04x".formatted((int) c));
        }
      }
    }
    out.append('"');
  }
}
