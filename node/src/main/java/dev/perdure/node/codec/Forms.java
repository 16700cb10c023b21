package dev.perdure.node.codec;

import dev.perdure.node.codec.Shape.Enumeration;
import dev.perdure.node.codec.Shape.FamilyOf;
import dev.perdure.node.codec.Shape.ListOf;
import dev.perdure.node.codec.Shape.MapOf;
import dev.perdure.node.codec.Shape.OptionalOf;
import dev.perdure.node.codec.Shape.RecordOf;
import dev.perdure.node.codec.Shape.Ref;
import dev.perdure.node.codec.Shape.Scalar;
import dev.perdure.node.codec.Shape.SetOf;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the form of each shape, once. Used by one thread. */
final class Forms {
  /** Records and families, through which every circle of shapes goes. */
  private final Map<Shape, Form> made = new HashMap<>();

  Form of(Shape shape) {
    return switch (shape) {
      case Scalar(var type) -> Scalars.of(type);
      case Enumeration enumeration -> new EnumForm(enumeration);
      case Ref _ -> new RefForm();
      case ListOf(var element) -> new CollectionForm.ListForm(of(element));
      case SetOf(var element) -> new CollectionForm.SetForm(of(element));
      case MapOf(var key, var value) -> map(of(key), of(value));
      case OptionalOf(var value) -> new CollectionForm.OptionalForm(of(value));
      case RecordOf member -> record(member);
      case FamilyOf family -> family(family);
    };
  }

  private static Form map(Form key, Form value) {
    return key instanceof ScalarForm scalar
        ? new CollectionForm.ScalarKeyMapForm(scalar, value)
        : new CollectionForm.EntryMapForm(key, value);
  }

  private Form record(RecordOf shape) {
    Form known = made.get(shape);
    if (known != null) return known;
    RecordForm form = new RecordForm(shape);
    made.put(shape, form);
    List<Form> parts = shape.components().stream().map(part -> of(part.shape())).toList();
    form.link(shape, parts);
    return form;
  }

  private Form family(FamilyOf shape) {
    Form known = made.get(shape);
    if (known != null) return known;
    FamilyForm form = new FamilyForm(shape);
    made.put(shape, form);
    shape.members().forEach((name, member) -> form.link(typeOf(member), name, of(member)));
    return form;
  }

  private static Class<?> typeOf(Shape member) {
    return switch (member) {
      case RecordOf leaf -> leaf.type();
      case Enumeration leaf -> leaf.type();
      case Scalar _, Ref _, ListOf _, SetOf _, MapOf _, OptionalOf _, FamilyOf _ ->
          throw new IllegalStateException(member.typeName() + " cannot be a member of a family");
    };
  }
}
