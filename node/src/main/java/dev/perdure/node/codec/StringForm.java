package dev.perdure.node.codec;

/** Strings, as they are. */
final class StringForm extends ScalarForm {
  private static final String EXPECTED = "a string";

  @Override
  String expected() {
    return EXPECTED;
  }

  @Override
  void write(Object value, JsonOutput out) {
    out.string((String) value);
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
