package dev.perdure.benchmarks.measure;

import java.util.Locale;
import java.util.StringJoiner;

/** One JSON object on one line, built in order. Names and texts are such that need no escapes. */
final class JsonLine {
  private final StringJoiner members = new StringJoiner(",", "{", "}");

  JsonLine put(String name, String text) {
    return raw(name, '"' + text + '"');
  }

  JsonLine put(String name, long value) {
    return raw(name, Long.toString(value));
  }

  JsonLine put(String name, boolean value) {
    return raw(name, Boolean.toString(value));
  }

  /** A number with so many decimals; null when it is none. */
  JsonLine put(String name, double value, int decimals) {
    return raw(
        name,
        Double.isFinite(value) ? String.format(Locale.ROOT, "%." + decimals + "f", value) : "null");
  }

  private JsonLine raw(String name, String value) {
    members.add('"' + name + "\":" + value);
    return this;
  }

  @Override
  public String toString() {
    return members.toString();
  }
}
