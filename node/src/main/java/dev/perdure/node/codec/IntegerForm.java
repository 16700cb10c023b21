package dev.perdure.node.codec;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Integers of up to 64 bits. A fraction or an exponent is refused, even when it is zero. */
final class IntegerForm extends ScalarForm {
  /** Makes the box of the right size. */
  interface Narrowing {
    Object box(long value);
  }

  /** So many of them always fit a long. */
  private static final int MOST_DIGITS = 18;

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
  void write(Object value, JsonOutput out) {
    out.number(((Number) value).longValue());
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

  /** Reads it from a whole document that holds nothing else; null where the parser has to look. */
  @Nullable Object readAlone(byte[] bytes) {
    int sign = bytes.length > 0 && bytes[0] == '-' ? 1 : 0;
    int digits = bytes.length - sign;
    if (digits < 1 || digits > MOST_DIGITS || (bytes[sign] == '0' && bytes.length > 1)) return null;
    long value = 0;
    for (int i = sign; i < bytes.length; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) return null;
      value = 10 * value + digit;
    }
    value = sign == 0 ? value : -value;
    return value < min || value > max ? null : narrowing.box(value);
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
