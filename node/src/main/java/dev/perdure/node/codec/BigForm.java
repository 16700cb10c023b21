package dev.perdure.node.codec;

import java.math.BigDecimal;
import java.util.function.Function;
import tools.jackson.core.JsonToken;

/** Numbers of any size, exact to the last digit and with their scale. */
final class BigForm extends ScalarForm {
  private final Class<? extends Number> type;
  private final String expected;
  private final Function<String, ? extends Number> parse;

  BigForm(Class<? extends Number> type, String kind, Function<String, ? extends Number> parse) {
    this.type = type;
    this.expected = kind + " of at most " + Json.MAX_NUMBER_LENGTH + " characters";
    this.parse = parse;
  }

  @Override
  String expected() {
    return expected;
  }

  @Override
  void write(Object value, JsonOutput out) {
    String text = text(value);
    boolean scaled =
        value instanceof BigDecimal decimal
            && Math.abs((long) decimal.scale()) > Json.MAX_NUMBER_LENGTH;
    if (scaled || text.length() > Json.MAX_NUMBER_LENGTH) {
      throw new EncodeFault(
          out,
          "a %s of %d characters is over the bound of %d for digits and scale"
              .formatted(type.getSimpleName(), text.length(), Json.MAX_NUMBER_LENGTH));
    }
    out.plain(text);
  }

  @Override
  Object read(JsonInput in) {
    boolean number =
        in.at(JsonToken.VALUE_NUMBER_INT)
            || (in.at(JsonToken.VALUE_NUMBER_FLOAT) && type == BigDecimal.class);
    if (!number) throw in.unexpected(expected);
    try {
      return parse(in.parser.getString());
    } catch (IllegalArgumentException e) {
      throw in.unexpected(expected);
    }
  }

  @Override
  String text(Object value) {
    return value.toString();
  }

  @Override
  Object parse(String text) {
    return parse.apply(text);
  }
}
