package dev.perdure.node.codec;

import dev.perdure.ReplyTo;
import dev.perdure.node.codec.Shape.Component;
import dev.perdure.node.codec.Shape.RecordOf;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;
import tools.jackson.core.sym.PropertyNameMatcher;

/**
 * Records: objects with a property for each component that is there. The parts are linked after the
 * form is made, because a record may contain itself.
 */
final class RecordForm extends Form {
  /** What a constructor says of values may repeat them, and these may be long. */
  private static final int MAX_REASON_CHARS = 500;

  private static final Name TYPE = new Name(Json.TYPE);

  /** Stands for a component that was not read; null may be a value. */
  private static final Object UNREAD = new Object();

  private final Class<?> type;
  private final String typeName;
  private final Name durableName;
  private final MethodHandle constructor;
  private Part[] parts = {};
  private @Nullable Object[] unread = {};
  private PropertyNameMatcher names = Json.matcher(List.of(Json.TYPE));

  /**
   * One component.
   *
   * @param integer whether it is a primitive integer, whose accessor returns a long: in a box, each
   *     would be an object made for nothing
   */
  private record Part(
      Name name, boolean primitive, boolean integer, MethodHandle accessor, Form form) {}

  RecordForm(RecordOf shape) {
    this.type = shape.type();
    this.typeName = shape.typeName();
    this.durableName = new Name(shape.durableName());
    this.constructor = Access.constructor(shape.type());
  }

  /** Gives the form its parts; once, before its first use. */
  void link(RecordOf shape, List<Form> forms) {
    List<String> properties = new ArrayList<>();
    parts = new Part[forms.size()];
    unread = new Object[forms.size()];
    for (int i = 0; i < parts.length; i++) {
      Component component = shape.components().get(i);
      boolean integer = component.primitive() && forms.get(i) instanceof IntegerForm;
      MethodHandle accessor =
          Access.accessor(component.accessor(), integer ? long.class : Object.class);
      Name name = new Name(component.name());
      parts[i] = new Part(name, component.primitive(), integer, accessor, forms.get(i));
      unread[i] = UNREAD;
      properties.add(component.name());
    }
    properties.add(Json.TYPE);
    names = Json.matcher(properties);
  }

  @Override
  String expected() {
    return "an object (" + typeName + ")";
  }

  @Override
  void write(Object value, JsonOutput out) {
    out.startObject();
    writeParts(value, out);
  }

  /** Writes the record as a member of a family, with its durable name. */
  void writeMember(Object value, JsonOutput out) {
    out.startObject();
    out.name(TYPE);
    out.string(durableName);
    writeParts(value, out);
  }

  private void writeParts(Object value, JsonOutput out) {
    if (!type.isInstance(value)) {
      throw new EncodeFault(out, "a %s is no %s".formatted(value.getClass().getName(), typeName));
    }
    for (Part part : parts) {
      if (part.integer) {
        long number = integer(part, value, out);
        out.name(part.name);
        out.number(number);
        continue;
      }
      Object component = component(part, value, out);
      if (part.form.absent(component)) continue;
      out.name(part.name);
      if (component == null) {
        throw new EncodeFault(
            out, "%s.%s is null; use Optional.empty()".formatted(typeName, part.name.text()));
      }
      part.form.write(component, out);
    }
    out.endObject();
  }

  private @Nullable Object component(Part part, Object value, JsonOutput out) {
    try {
      return (Object) part.accessor.invokeExact(value);
    } catch (Throwable e) {
      throw thrown(part, e, out);
    }
  }

  private long integer(Part part, Object value, JsonOutput out) {
    try {
      return (long) part.accessor.invokeExact(value);
    } catch (Throwable e) {
      throw thrown(part, e, out);
    }
  }

  /** An error too: it is the accessor's, and says what is wrong with it. */
  private EncodeFault thrown(Part part, Throwable e, JsonOutput out) {
    Access.passOn(e);
    return new EncodeFault(out, "%s.%s() throws %s".formatted(typeName, part.name.text(), e));
  }

  @Override
  Object read(JsonInput in) {
    if (!in.at(JsonToken.START_OBJECT)) throw in.unexpected(expected());
    return readParts(in, in.parser.nextNameMatch(names), false);
  }

  /** Reads the rest of a member whose durable name was the first property. */
  Object readMember(JsonInput in) {
    return readParts(in, in.parser.nextNameMatch(names), true);
  }

  /** Reads a member from its first property on, which is the current token. */
  Object readMemberFromName(JsonInput in) {
    return readParts(in, in.parser.currentNameMatch(names), false);
  }

  private Object readParts(JsonInput in, int firstMatch, boolean named) {
    @Nullable Object[] values = unread.clone();
    boolean typeRead = named;
    Set<String> unknown = Set.of();
    int match = firstMatch;
    while (match != PropertyNameMatcher.MATCH_END_OBJECT) {
      if (match >= 0 && match < parts.length) {
        if (values[match] != UNREAD) throw twice(in, parts[match].name.text());
        in.next();
        values[match] = value(in, parts[match]);
      } else if (match == parts.length) {
        if (typeRead) throw twice(in, Json.TYPE);
        in.next();
        checkType(in);
        typeRead = true;
      } else {
        if (unknown.isEmpty()) unknown = new HashSet<>();
        if (!unknown.add(in.parser.currentName())) throw twice(in, in.parser.currentName());
        in.next();
        in.parser.skipChildren();
      }
      match = in.parser.nextNameMatch(names);
    }
    fillIn(in, values);
    return make(in, values);
  }

  private static DecodeFault twice(JsonInput in, String name) {
    return in.fault("each property once", "the property '" + name + "' again");
  }

  private @Nullable Object value(JsonInput in, Part part) {
    boolean forbidden = in.fromOutside() && part.form instanceof ReplyToForm;
    if (forbidden || !in.at(JsonToken.VALUE_NULL)) return part.form.read(in);
    Object missing = part.form.missing();
    if (missing == null && (part.primitive || in.fromOutside())) {
      throw in.unexpected(part.form.expected());
    }
    return missing;
  }

  private void checkType(JsonInput in) {
    String name = in.text("the name '" + durableName.text() + "'");
    if (!name.equals(durableName.text())) {
      throw in.unexpected("the name '" + durableName.text() + "'");
    }
  }

  /** Gives the components that were not there what stands for a missing one. */
  private void fillIn(JsonInput in, @Nullable Object[] values) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] != UNREAD) continue;
      Part part = parts[i];
      values[i] = part.form.missing();
      if (values[i] != null) continue;
      Optional<ReplyTo<?>> reply = replyFor(in, part);
      if (reply.isPresent()) {
        values[i] = reply.get();
      } else if (part.primitive || in.fromOutside()) {
        throw new DecodeFault(
            in.pointer() + "/" + part.name.text(), part.form.expected(), "nothing");
      }
    }
  }

  private static Optional<ReplyTo<?>> replyFor(JsonInput in, Part part) {
    return part.form instanceof ReplyToForm
            && in.origin() instanceof JsonInput.Origin.Outside outside
        ? outside.replyTo()
        : Optional.empty();
  }

  private Object make(JsonInput in, @Nullable Object[] values) {
    try {
      return (Object) constructor.invokeExact(values);
    } catch (Throwable e) {
      Access.passOn(e);
      List<String> missing = new ArrayList<>();
      for (int i = 0; i < values.length; i++) {
        if (values[i] == null) missing.add("'" + parts[i].name.text() + "'");
      }
      String without = missing.isEmpty() ? "" : " without " + String.join(", ", missing);
      String why =
          e.getMessage() == null ? "it is refused" : Text.cut(e.getMessage(), MAX_REASON_CHARS);
      throw in.fault("a valid " + typeName, "one" + without + " that is not: " + why);
    }
  }
}
