package dev.perdure.node.codec;

import dev.perdure.ReplyTo;

/** Where an answer goes: kept by machines, but never taken from a caller outside. */
final class ReplyToForm extends ScalarForm {
  private static final String EXPECTED = "a reply address";

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
    if (in.fromOutside()) {
      throw in.fault("nothing here: the reply address is filled in by the node", in.found());
    }
    String text = in.text(EXPECTED);
    try {
      return parse(text);
    } catch (IllegalArgumentException e) {
      throw in.unexpected(EXPECTED);
    }
  }

  @Override
  String text(Object value) {
    return ((ReplyTo<?>) value).address();
  }

  @Override
  Object parse(String text) {
    return new ReplyTo<>(text);
  }
}
