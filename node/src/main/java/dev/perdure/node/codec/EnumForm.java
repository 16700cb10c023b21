package dev.perdure.node.codec;

import java.util.HashMap;
import java.util.Map;

/** An enum, by the durable name of its constant. */
final class EnumForm extends ScalarForm {
  private final Map<String, Enum<?>> constants;
  private final Map<Object, String> names = new HashMap<>();
  private final String expected;

  EnumForm(Shape.Enumeration shape) {
    constants = shape.constants();
    constants.forEach((name, constant) -> names.put(constant, name));
    expected = "one of " + String.join(", ", constants.keySet());
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
    Enum<?> constant = constants.get(in.text(expected));
    if (constant == null) throw in.unexpected(expected);
    return constant;
  }

  @Override
  String text(Object value) {
    String name = names.get(value);
    if (name == null) throw new ClassCastException(value + " is not " + expected);
    return name;
  }

  @Override
  Object parse(String text) {
    Enum<?> constant = constants.get(text);
    if (constant == null) throw new IllegalArgumentException("no such constant");
    return constant;
  }
}
