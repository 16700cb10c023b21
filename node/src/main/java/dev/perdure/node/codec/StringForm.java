package dev.perdure.node.codec;

import tools.jackson.core.JsonGenerator;

/** Strings, as they are. */
final class StringForm extends ScalarForm {
  private static final String EXPECTED = "a string";

  @Override
  String expected() {
    return EXPECTED;
  }

  @Override
  void write(Object value, JsonGenerator json) {
    String text = (String) value;
    Text.requireWellFormed(text, json);
    json.writeString(text);
  }

  @Override
  Object read(JsonInput in) {
    return in.text(EXPECTED);
  }

  @Override
  String text(Object value) {
    return (String) value;
  }

  @Override
  Object parse(String text) {
    return text;
  }
}
