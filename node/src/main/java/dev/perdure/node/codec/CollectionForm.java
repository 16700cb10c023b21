package dev.perdure.node.codec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * Collections. What is read back cannot be changed and holds no null. Sets and maps are written in
 * the order they iterate in, and iterate in it when they are read back: a handler that goes through
 * a map of its state meets the same order before a crash and after it. In {@linkplain
 * JsonOutput#canonical canonical} bytes the order depends on nothing but what is in them.
 */
final class CollectionForm {
  private CollectionForm() {}

  /** Lists. */
  static final class ListForm extends Form {
    private final Form element;

    ListForm(Form element) {
      this.element = element;
    }

    @Override
    String expected() {
      return "an array";
    }

    @Override
    void write(Object value, JsonOutput out) {
      out.startArray();
      for (Object each : (List<?>) value) {
        out.element();
        element.writeElement(each, out);
      }
      out.endArray();
    }

    @Override
    Object read(JsonInput in) {
      List<Object> values = new ArrayList<>();
      readArray(in, element, expected(), values);
      return Collections.unmodifiableList(values);
    }
  }

  /** Sets. */
  static final class SetForm extends Form {
    private final Form element;

    SetForm(Form element) {
      this.element = element;
    }

    @Override
    String expected() {
      return "an array without repetition";
    }

    @Override
    void write(Object value, JsonOutput out) {
      out.startArray();
      for (Object each : entries((Set<?>) value, element, out)) {
        out.element();
        element.writeElement(each, out);
      }
      out.endArray();
    }

    @Override
    Object read(JsonInput in) {
      Set<Object> values = new LinkedHashSet<>();
      readArray(in, element, expected(), values);
      return Collections.unmodifiableSet(values);
    }
  }

  /** Maps whose keys can be the names of properties: objects. */
  static final class ScalarKeyMapForm extends Form {
    private final ScalarForm key;
    private final Form value;

    ScalarKeyMapForm(ScalarForm key, Form value) {
      this.key = key;
      this.value = value;
    }

    @Override
    String expected() {
      return "an object";
    }

    @Override
    void write(Object map, JsonOutput out) {
      out.startObject();
      for (Object each : entries(((Map<?, ?>) map).keySet(), key, out)) {
        out.name(key.text(each));
        value.writeElement(((Map<?, ?>) map).get(each), out);
      }
      out.endObject();
    }

    @Override
    Object read(JsonInput in) {
      if (!in.at(JsonToken.START_OBJECT)) throw in.unexpected(expected());
      Map<Object, Object> values = new LinkedHashMap<>();
      for (String name = in.parser.nextName(); name != null; name = in.parser.nextName()) {
        Object parsed = parse(name, in);
        in.next();
        if (values.put(parsed, value.readElement(in)) != null) {
          throw in.fault("each key once", "the key " + JsonInput.shown(name) + " again");
        }
      }
      return Collections.unmodifiableMap(values);
    }

    private Object parse(String name, JsonInput in) {
      try {
        if (Text.wellFormed(name)) return key.parse(name);
      } catch (RuntimeException e) {
        // The fault below says all there is to say.
      }
      throw in.fault("a key that is " + key.expected(), "the key " + JsonInput.shown(name));
    }
  }

  /** Other maps: arrays of objects with a key and a value. */
  static final class EntryMapForm extends Form {
    private static final String KEY = "key";
    private static final String VALUE = "value";

    private final Form key;
    private final Form value;

    EntryMapForm(Form key, Form value) {
      this.key = key;
      this.value = value;
    }

    @Override
    String expected() {
      return "an array of objects with key and value";
    }

    @Override
    void write(Object map, JsonOutput out) {
      out.startArray();
      for (Object each : entries(((Map<?, ?>) map).keySet(), key, out)) {
        out.element();
        out.startObject();
        out.name(KEY);
        key.writeElement(each, out);
        out.name(VALUE);
        value.writeElement(((Map<?, ?>) map).get(each), out);
        out.endObject();
      }
      out.endArray();
    }

    @Override
    Object read(JsonInput in) {
      if (!in.at(JsonToken.START_ARRAY)) throw in.unexpected(expected());
      Map<Object, Object> values = new LinkedHashMap<>();
      while (in.next() != JsonToken.END_ARRAY) readEntry(in, values);
      return Collections.unmodifiableMap(values);
    }

    private void readEntry(JsonInput in, Map<Object, Object> values) {
      if (!in.at(JsonToken.START_OBJECT)) throw in.unexpected("an object with key and value");
      Object foundKey = null;
      Object foundValue = null;
      for (String name = in.parser.nextName(); name != null; name = in.parser.nextName()) {
        in.next();
        switch (name) {
          case KEY -> foundKey = key.readElement(in);
          case VALUE -> foundValue = value.readElement(in);
          default -> in.parser.skipChildren();
        }
      }
      if (foundKey == null || foundValue == null) {
        throw in.fault("an object with key and value", "one without");
      }
      if (values.put(foundKey, foundValue) != null) {
        throw in.fault("each key once", "a key again");
      }
    }
  }

  /** Components that may be missing. */
  static final class OptionalForm extends Form {
    private final Form value;

    OptionalForm(Form value) {
      this.value = value;
    }

    @Override
    String expected() {
      return value.expected() + ", or nothing";
    }

    @Override
    boolean absent(@Nullable Object optional) {
      return optional instanceof Optional<?> o && o.isEmpty();
    }

    @Override
    Object missing() {
      return Optional.empty();
    }

    @Override
    void write(Object optional, JsonOutput out) {
      value.write(((Optional<?>) optional).orElseThrow(), out);
    }

    @Override
    Object read(JsonInput in) {
      return in.at(JsonToken.VALUE_NULL) ? Optional.empty() : Optional.of(value.read(in));
    }

    @Override
    void writeElement(@Nullable Object optional, JsonOutput out) {
      if (optional != null && absent(optional)) {
        out.plain("null");
      } else {
        super.writeElement(optional, out);
      }
    }
  }

  private static void readArray(
      JsonInput in, Form element, String expected, Collection<Object> values) {
    if (!in.at(JsonToken.START_ARRAY)) throw in.unexpected(expected);
    while (in.next() != JsonToken.END_ARRAY) {
      if (!values.add(element.readElement(in))) {
        throw in.fault("each element once", "an element again");
      }
    }
  }

  private static Collection<?> entries(Set<?> values, Form form, JsonOutput out) {
    return out.canonical() && values.size() > 1 ? ordered(values, form) : values;
  }

  /** The values in an order that depends on nothing but the values. */
  private static Collection<?> ordered(Set<?> values, Form form) {
    record Written(Object value, String text) {}
    List<Written> written = new ArrayList<>(values.size());
    for (Object value : values) written.add(new Written(value, sortKey(value, form)));
    written.sort(Comparator.comparing(Written::text));
    return written.stream().map(Written::value).toList();
  }

  private static String sortKey(Object value, Form form) {
    if (form instanceof ScalarForm scalar && value != null) {
      return scalar.text(value);
    }
    return new String(JsonOutput.writeCanonically(form, value), StandardCharsets.UTF_8);
  }
}
