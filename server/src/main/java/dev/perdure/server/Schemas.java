package dev.perdure.server;

import dev.perdure.Placement;
import dev.perdure.node.Ingress.FieldInfo;
import dev.perdure.node.codec.Shape;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * JSON Schemas (2020-12, as in OpenAPI 3.1) of what goes over the wire. Records and families get
 * one each, under a name that others refer to, because they may contain themselves. Used by one
 * thread.
 */
final class Schemas {
  private static final String PREFIX = "#/components/schemas/";

  private final Map<String, Json> named = new LinkedHashMap<>();
  private final IdentityHashMap<Shape, String> names = new IdentityHashMap<>();

  /** All schemas with a name, so far. */
  Map<String, Json> named() {
    return named;
  }

  /** Adds a schema that is not made from a type of the node. */
  void put(String name, Json schema) {
    named.put(name, schema);
  }

  static Json.Members ref(String name) {
    return Json.object().with("$ref", PREFIX + name);
  }

  static Json.Members any() {
    return Json.object();
  }

  static Json.Members type(String type) {
    return Json.object().with("type", type);
  }

  static Json.Members text() {
    return type("string");
  }

  static Json.Members machineKey() {
    return text().with("minLength", 1).with("maxLength", 512);
  }

  static Json.Members idempotencyKey() {
    return text().with("minLength", 1).with("maxLength", 200).with("pattern", "^[ -~]+$");
  }

  static Json.Members whole(long min, long max) {
    return type("integer").with("minimum", min).with("maximum", max);
  }

  static Json.Members oneOf(List<String> constants) {
    return text().with("enum", Json.texts(constants));
  }

  static Json.Members list(Json items) {
    return type("array").with("items", items);
  }

  /** An object, of which some members are always there. */
  static Json.Members object(Json.Members properties, List<String> required) {
    Json.Members schema = type("object").with("properties", properties);
    return required.isEmpty() ? schema : schema.with("required", Json.texts(required));
  }

  static Json accepted() {
    return object(
        Json.object()
            .with("status", Json.object().with("const", "accepted"))
            .with("idempotencyKey", text()),
        List.of("status", "idempotencyKey"));
  }

  /** The body of an event: its fields but the ReplyTo. */
  Json event(List<FieldInfo> fields) {
    Json.Members properties = Json.object();
    List<String> required = new ArrayList<>();
    for (FieldInfo field : fields) {
      properties.with(field.name(), of(field.shape()));
      if (!(field.shape() instanceof Shape.OptionalOf)) required.add(field.name());
    }
    return object(properties, required);
  }

  /** Values of a shape. */
  Json of(Shape shape) {
    return switch (shape) {
      case Shape.Scalar(var type) -> scalar(type);
      case Shape.Enumeration(_, var constants) -> oneOf(List.copyOf(constants.keySet()));
      case Shape.Ref() -> ref("MachineRef");
      case Shape.ListOf(var element) -> list(of(element));
      case Shape.SetOf(var element) -> list(of(element)).with("uniqueItems", true);
      case Shape.MapOf(var key, var value) -> map(key, value);
      case Shape.OptionalOf(var value) ->
          Json.object().with("anyOf", new Json.Items(List.of(of(value), type("null"))));
      case Shape.RecordOf record -> ref(name(record));
      case Shape.FamilyOf family -> ref(name(family));
    };
  }

  private Json map(Shape key, Shape value) {
    boolean textKey = key instanceof Shape.Scalar || key instanceof Shape.Enumeration;
    if (textKey) return type("object").with("additionalProperties", of(value));
    return list(
        object(
            Json.object().with("key", of(key)).with("value", of(value)), List.of("key", "value")));
  }

  private String name(Shape shape) {
    String known = names.get(shape);
    if (known != null) return known;
    String plain = shape.typeName().replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("-+$", "");
    String name = plain;
    for (int i = 2; named.containsKey(name); i++) name = plain + "-" + i;
    names.put(shape, name);
    // The name is taken before the members are described, for they may lead back here.
    named.put(name, any());
    named.put(
        name,
        switch (shape) {
          case Shape.RecordOf record -> record(record);
          case Shape.FamilyOf family -> family(family);
          default -> of(shape);
        });
    return name;
  }

  private Json record(Shape.RecordOf record) {
    Json.Members properties = Json.object();
    List<String> required = new ArrayList<>();
    for (Shape.Component component : record.components()) {
      properties.with(component.name(), of(component.shape()));
      if (!(component.shape() instanceof Shape.OptionalOf)) required.add(component.name());
    }
    return object(properties, required);
  }

  private Json family(Shape.FamilyOf family) {
    List<Json> members = new ArrayList<>();
    family.members().forEach((name, member) -> members.add(member(name, member)));
    return Json.object().with("oneOf", new Json.Items(members));
  }

  private Json member(String name, Shape member) {
    Json.Members type = Json.object().with("@type", Json.object().with("const", name));
    if (member instanceof Shape.Enumeration) {
      return object(type.with("@value", of(member)), List.of("@type", "@value"));
    }
    return Json.object()
        .with("allOf", new Json.Items(List.of(of(member), object(type, List.of("@type")))));
  }

  private static Json scalar(Class<?> type) {
    if (type == String.class) return text();
    if (type == boolean.class || type == Boolean.class) return type("boolean");
    if (type == byte.class || type == Byte.class) return whole(Byte.MIN_VALUE, Byte.MAX_VALUE);
    if (type == short.class || type == Short.class) return whole(Short.MIN_VALUE, Short.MAX_VALUE);
    if (type == int.class || type == Integer.class) return type("integer").with("format", "int32");
    if (type == long.class || type == Long.class) return type("integer").with("format", "int64");
    if (type == float.class || type == Float.class) return floating("float");
    if (type == double.class || type == Double.class) return floating("double");
    if (type == char.class || type == Character.class) {
      return text().with("minLength", 1).with("maxLength", 1);
    }
    if (type == BigInteger.class) return type("integer");
    if (type == BigDecimal.class) return type("number");
    if (type == UUID.class) return text().with("format", "uuid");
    if (type == Instant.class || type == OffsetDateTime.class) {
      return text().with("format", "date-time");
    }
    if (type == LocalDate.class) return text().with("format", "date");
    if (type == Duration.class) return text().with("format", "duration");
    if (type == URI.class) return text().with("format", "uri-reference");
    if (type == byte[].class) return text().with("contentEncoding", "base64");
    if (type == Placement.class) return text().with("maxLength", 512);
    return text().with("description", type.getSimpleName());
  }

  /** A number, or the name of one that JSON has no number for. */
  private static Json floating(String format) {
    return Json.object()
        .with(
            "anyOf",
            new Json.Items(
                List.of(
                    type("number").with("format", format),
                    oneOf(List.of("NaN", "Infinity", "-Infinity")))));
  }
}
