package dev.perdure.node.codec;

import static java.util.Objects.requireNonNull;

import dev.perdure.node.codec.Shape.FamilyOf;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;
import tools.jackson.core.sym.PropertyNameMatcher;

/**
 * Sealed families: each member is an object that says by its durable name which one it is. Only
 * members are ever made, whatever name is read.
 */
final class FamilyForm extends Form {
  private static final Name TYPE = new Name(Json.TYPE);
  private static final Name CONSTANT = new Name(Json.CONSTANT);
  private static final PropertyNameMatcher TYPE_ONLY = Json.matcher(List.of(Json.TYPE));

  private final FamilyOf shape;
  private final Map<String, Form> byName = new LinkedHashMap<>();
  private final Map<Class<?>, String> nameOf = new HashMap<>();
  private final Map<Class<?>, Form> byClass = new HashMap<>();

  FamilyForm(FamilyOf shape) {
    this.shape = shape;
  }

  /** Adds a member; before the first use. */
  void link(Class<?> type, String name, Form form) {
    byName.put(name, form);
    nameOf.put(type, name);
    byClass.put(type, form);
  }

  @Override
  String expected() {
    return "an object whose \"@type\" is " + alternatives();
  }

  private String alternatives() {
    return (byName.size() > 1 ? "one of " : "") + String.join(", ", byName.keySet());
  }

  @Override
  void write(Object value, JsonOutput out) {
    Class<?> type =
        value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
    switch (byClass.get(type)) {
      case RecordForm member -> member.writeMember(value, out);
      case Form constant -> {
        out.startObject();
        out.name(TYPE);
        out.string(requireNonNull(nameOf.get(type)));
        out.name(CONSTANT);
        constant.write(value, out);
        out.endObject();
      }
      case null ->
          throw new EncodeFault(
              out, "a %s is no member of %s".formatted(type.getName(), shape.typeName()));
    }
  }

  @Override
  Object read(JsonInput in) {
    if (!in.at(JsonToken.START_OBJECT)) throw in.unexpected(expected());
    int first = in.parser.nextNameMatch(TYPE_ONLY);
    if (first == PropertyNameMatcher.MATCH_END_OBJECT) throw in.fault(expected(), "one without");
    if (first == 0) {
      in.next();
      String name = in.text(alternatives());
      return switch (member(name, in.pointer())) {
        case RecordForm member -> member.readMember(in);
        case Form constant -> {
          in.parser.nextName();
          yield readConstant(in, constant, true);
        }
      };
    }
    String name = in.lookAhead(Json.TYPE);
    String pointer = in.parser.streamReadContext().getParent().pathAsPointer().toString();
    if (name == null) throw new DecodeFault(pointer, expected(), "one without");
    return switch (member(name, pointer + "/" + Json.TYPE)) {
      case RecordForm member -> member.readMemberFromName(in);
      case Form constant -> readConstant(in, constant, false);
    };
  }

  private Form member(String name, String pointer) {
    Form member = byName.get(name);
    if (member != null) return member;
    throw new DecodeFault(pointer, alternatives(), "the string " + JsonInput.shown(name));
  }

  /** Reads the object of a constant from the current property on. */
  private static Object readConstant(JsonInput in, Form constant, boolean named) {
    @Nullable Object value = null;
    boolean typeRead = named;
    for (String name = in.parser.currentName();
        in.at(JsonToken.PROPERTY_NAME);
        name = in.parser.nextName()) {
      in.next();
      if (name.equals(Json.CONSTANT) && value == null) {
        value = constant.read(in);
      } else if (name.equals(Json.CONSTANT) || (name.equals(Json.TYPE) && typeRead)) {
        throw in.fault("each property once", "the property '" + name + "' again");
      } else {
        typeRead |= name.equals(Json.TYPE);
        in.parser.skipChildren();
      }
    }
    if (value == null) throw in.fault("the constant in \"@value\"", "nothing");
    return value;
  }
}
