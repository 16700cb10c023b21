package dev.perdure.testing.diagram.flow;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.IntersectionType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import javax.lang.model.type.WildcardType;
import javax.lang.model.util.ElementFilter;

/** Which classes the objects of a type can have. */
public final class Families {
  private final JavaCode code;

  public Families(JavaCode code) {
    this.code = code;
  }

  /**
   * The classes that objects of a type can have, in the order of declaration: a record has itself,
   * a sealed type what it permits. Empty when nobody knows, because the type is open.
   */
  public Optional<List<TypeElement>> leaves(TypeMirror type) {
    return switch (type) {
      case DeclaredType declared when declared.asElement() instanceof TypeElement element ->
          leaves(element, true);
      case TypeVariable variable -> leaves(variable.getUpperBound());
      case WildcardType wildcard when wildcard.getExtendsBound() != null ->
          leaves(wildcard.getExtendsBound());
      case IntersectionType both ->
          both.getBounds().stream().flatMap(bound -> leaves(bound).stream()).findFirst();
      default -> Optional.empty();
    };
  }

  private Optional<List<TypeElement>> leaves(TypeElement element, boolean outermost) {
    if (element.getModifiers().contains(Modifier.SEALED)) {
      Set<TypeElement> all = new LinkedHashSet<>();
      if (element.getKind() == ElementKind.CLASS
          && !element.getModifiers().contains(Modifier.ABSTRACT)) {
        all.add(element);
      }
      for (TypeMirror permitted : element.getPermittedSubclasses()) {
        Optional<List<TypeElement>> below =
            leaves((TypeElement) ((DeclaredType) permitted).asElement(), false);
        if (below.isEmpty()) return Optional.empty();
        all.addAll(below.get());
      }
      return Optional.of(List.copyOf(all));
    }
    boolean closed =
        element.getKind() == ElementKind.RECORD
            || (!outermost && element.getModifiers().contains(Modifier.FINAL));
    return closed ? Optional.of(List.of(element)) : Optional.empty();
  }

  /** The leaves among these that are in a type's arguments: what its objects may hold inside. */
  List<TypeElement> inside(TypeMirror type, Set<TypeElement> wanted) {
    Set<TypeElement> found = new LinkedHashSet<>();
    collect(type, wanted, found, 0);
    return new ArrayList<>(found);
  }

  private void collect(
      TypeMirror type, Set<TypeElement> wanted, Set<TypeElement> found, int depth) {
    if (depth > 8) return; // A type variable may be bounded by itself.
    leaves(type).ifPresent(all -> all.stream().filter(wanted::contains).forEach(found::add));
    switch (type) {
      case DeclaredType declared ->
          declared
              .getTypeArguments()
              .forEach(argument -> collect(argument, wanted, found, depth + 1));
      case ArrayType array -> collect(array.getComponentType(), wanted, found, depth + 1);
      case WildcardType wildcard when wildcard.getExtendsBound() != null ->
          collect(wildcard.getExtendsBound(), wanted, found, depth + 1);
      default -> {
        // Holds nothing.
      }
    }
  }

  /** Whether every object of a class is also of a type, whatever the type's arguments. */
  boolean isA(TypeElement leaf, TypeMirror type) {
    return isA(leaf.asType(), type);
  }

  boolean isA(TypeMirror type, TypeMirror wanted) {
    boolean primitive = type.getKind().isPrimitive() || wanted.getKind().isPrimitive();
    return primitive
        ? type.getKind() == wanted.getKind()
        : code.types().isSubtype(code.types().erasure(type), code.types().erasure(wanted));
  }

  /** A record's components, in order. */
  static List<? extends RecordComponentElement> components(TypeElement type) {
    return type.getRecordComponents();
  }

  /** The type of a component in a record whose type has arguments. */
  TypeMirror typeOf(RecordComponentElement component, TypeMirror record) {
    return record instanceof DeclaredType declared
            && code.types().asMemberOf(declared, component.getAccessor())
                instanceof ExecutableType accessor
        ? accessor.getReturnType()
        : component.asType();
  }

  /** The component that an accessor reads, or a field keeps. */
  static Optional<RecordComponentElement> component(TypeElement type, CharSequence name) {
    return type.getRecordComponents().stream()
        .filter(component -> component.getSimpleName().contentEquals(name))
        .map(component -> (RecordComponentElement) component)
        .findFirst();
  }

  /** Whether a constructor takes exactly the components of its record. */
  boolean isCanonical(ExecutableElement constructor) {
    if (!(constructor.getEnclosingElement() instanceof TypeElement type)) return false;
    List<? extends RecordComponentElement> components = components(type);
    if (components.size() != constructor.getParameters().size()) return false;
    for (int i = 0; i < components.size(); i++) {
      if (!code.types()
          .isSameType(
              code.types().erasure(components.get(i).asType()),
              code.types().erasure(constructor.getParameters().get(i).asType()))) {
        return false;
      }
    }
    return true;
  }

  /** The method that an object of this class runs when a method of a supertype is called. */
  ExecutableElement implementation(TypeElement type, ExecutableElement called) {
    ExecutableElement found = called;
    for (ExecutableElement method : ElementFilter.methodsIn(code.elements().getAllMembers(type))) {
      if (method.equals(called)
          || (method.getSimpleName().equals(called.getSimpleName())
              && code.elements().overrides(method, called, type))) {
        if (!method.getModifiers().contains(Modifier.ABSTRACT)) found = method;
      }
    }
    return found;
  }

  /** The type with its arguments that a class has as a subtype of an interface. */
  public Optional<DeclaredType> as(TypeMirror type, String interfaceName) {
    if (type instanceof DeclaredType declared
        && declared.asElement() instanceof TypeElement element
        && element.getQualifiedName().contentEquals(interfaceName)) {
      return Optional.of(declared);
    }
    return code.types().directSupertypes(type).stream()
        .flatMap(parent -> as(parent, interfaceName).stream())
        .findFirst();
  }

  static boolean isIn(Element member, String typeName) {
    return member.getEnclosingElement() instanceof TypeElement owner
        && owner.getQualifiedName().contentEquals(typeName);
  }
}
