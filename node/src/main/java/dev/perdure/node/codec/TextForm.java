package dev.perdure.node.codec;

import java.time.DateTimeException;
import java.util.function.Function;

/** Values that are written as strings. */
final class TextForm<T> extends ScalarForm {
  private final Class<T> type;
  private final String expected;
  private final Function<T, String> print;
  private final Function<String, T> parse;

  TextForm(Class<T> type, String expected, Function<T, String> print, Function<String, T> parse) {
    this.type = type;
    this.expected = expected;
    this.print = print;
    this.parse = parse;
  }

  @Override
  String expected() {
    return expected;
  }

  @Override
  void write(Object value, JsonOutput out) {
    out.string(text(value));
  }

  @Override
  Object read(JsonInput in) {
    String text = in.text(expected);
    try {
      return parse(text);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw in.unexpected(expected);
    }
  }

  @Override
  String text(Object value) {
    return print.apply(type.cast(value));
  }

  @Override
  Object parse(String text) {
    return parse.apply(text);
  }
}
