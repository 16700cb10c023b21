package dev.perdure.node.codec;

import tools.jackson.core.JsonToken;

/** Booleans. */
final class BooleanForm extends ScalarForm {
  @Override
  String expected() {
    return "true or false";
  }

  @Override
  void write(Object value, JsonOutput out) {
    out.plain((Boolean) value ? "true" : "false");
  }

  @Override
  Object read(JsonInput in) {
    if (in.at(JsonToken.VALUE_TRUE)) return true;
    if (in.at(JsonToken.VALUE_FALSE)) return false;
    throw in.unexpected(expected());
  }

  @Override
  String text(Object value) {
    return value.toString();
  }

  @Override
  Object parse(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("not a boolean");
    };
  }
}
