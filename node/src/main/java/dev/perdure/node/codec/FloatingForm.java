package dev.perdure.node.codec;

import tools.jackson.core.JsonToken;

/**
 * Floating point. What JSON numbers cannot say is written as one of the strings {@code "NaN"},
 * {@code "Infinity"} and {@code "-Infinity"}; a number too large for the type is refused.
 */
final class FloatingForm extends ScalarForm {
  private final boolean single;

  FloatingForm(boolean single) {
    this.single = single;
  }

  @Override
  String expected() {
    return single ? "a number of 32-bit floating point" : "a number of 64-bit floating point";
  }

  @Override
  void write(Object value, JsonOutput out) {
    String text = text(value);
    if (Double.isFinite(((Number) value).doubleValue())) {
      out.plain(text);
    } else {
      out.string(text);
    }
  }

  @Override
  Object read(JsonInput in) {
    String text = in.at(JsonToken.VALUE_STRING) ? in.parser.getString() : "";
    boolean named = text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity");
    if (named) return number(text);
    if (!in.at(JsonToken.VALUE_NUMBER_INT) && !in.at(JsonToken.VALUE_NUMBER_FLOAT)) {
      throw in.unexpected(expected());
    }
    Number number = number(in.parser.getString());
    if (!Double.isFinite(number.doubleValue())) throw in.unexpected(expected());
    return number;
  }

  private Number number(String text) {
    if (single) return Float.valueOf(text);
    return Double.valueOf(text);
  }

  @Override
  String text(Object value) {
    return value.toString();
  }

  @Override
  Object parse(String text) {
    return number(text);
  }
}
