package dev.perdure.node.codec;

import java.util.Base64;

/**
 * Bytes as base64. The one array that is taken; a record with one is not equal to its copy unless
 * it compares contents in an {@code equals} of its own.
 */
final class BytesForm extends ScalarForm {
  private static final String EXPECTED = "bytes in base64";

  @Override
  String expected() {
    return EXPECTED;
  }

  @Override
  void write(Object value, JsonOutput out) {
    out.string(text(value));
  }

  @Override
  Object read(JsonInput in) {
    String text = in.text(EXPECTED);
    try {
      return parse(text);
    } catch (IllegalArgumentException e) {
      throw in.unexpected(EXPECTED);
    }
  }

  @Override
  String text(Object value) {
    return Base64.getEncoder().encodeToString((byte[]) value);
  }

  @Override
  Object parse(String text) {
    return Base64.getDecoder().decode(text);
  }
}
