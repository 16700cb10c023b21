package dev.perdure.node.codec;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;

/** Integers of up to 64 bits. A fraction or an exponent is refused, even when it is zero. */
final class IntegerForm extends ScalarForm {
  /** Makes the box of the right size. */
  interface Narrowing {
    Object box(long value);
  }

  private final long min;
  private final long max;
  private final Narrowing narrowing;

  IntegerForm(long min, long max, Narrowing narrowing) {
    this.min = min;
    this.max = max;
    this.narrowing = narrowing;
  }

  @Override
  String expected() {
    return "an integer from " + min + " to " + max;
  }

  @Override
  void write(Object value, JsonGenerator json) {
    json.writeNumber(((Number) value).longValue());
  }

  @Override
  Object read(JsonInput in) {
    if (!in.at(JsonToken.VALUE_NUMBER_INT)) throw in.unexpected(expected());
    long value =
        switch (in.parser.getNumberType()) {
          case INT, LONG -> in.parser.getLongValue();
          case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> throw in.unexpected(expected());
        };
    if (value < min || value > max) throw in.unexpected(expected());
    return narrowing.box(value);
  }

  @Override
  String text(Object value) {
    return value.toString();
  }

  @Override
  Object parse(String text) {
    long value = Long.parseLong(text);
    if (value < min || value > max) throw new IllegalArgumentException("out of range");
    return narrowing.box(value);
  }
}
