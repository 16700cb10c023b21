package dev.perdure.node.codec;

import dev.perdure.MachineRef;
import dev.perdure.ReplyTo;
import dev.perdure.node.codec.Shape.Component;
import dev.perdure.node.codec.Shape.FamilyOf;
import dev.perdure.node.codec.Shape.RecordOf;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the {@link Shape} of types, and everything that keeps a type from having one. A type with a
 * problem somewhere inside has no shape; the search goes on past it, so that all problems are found
 * at once. Used by one thread.
 */
public final class Shapes {
  /** Type arguments nested deeper than this come from a record that contains itself ever larger. */
  private static final int MAX_TYPE_DEPTH = 20;

  private final DurableNames names;
  private final Map<Resolved, Shape> made = new LinkedHashMap<>();
  private final Set<ShapeProblem> problems = new LinkedHashSet<>();

  /** Shapes with members and constants called by these names. */
  public Shapes(DurableNames names) {
    this.names = names;
  }

  /**
   * The shape of a type, or nothing when it or something inside it has a problem.
   *
   * @param where who uses the type, for the problems found
   */
  public Optional<Shape> find(Type type, String where) {
    Set<Resolved> sound = Set.copyOf(made.keySet());
    problems.clear();
    Optional<Shape> shape = shape(type, Map.of(), where);
    if (problems.isEmpty()) return shape;
    // What was made on the way may have holes.
    made.keySet().retainAll(sound);
    return Optional.empty();
  }

  /** What the last search found, in the order of finding, each once. */
  public List<ShapeProblem> problems() {
    return List.copyOf(problems);
  }

  /** A type without variables in it. */
  private record Resolved(Class<?> raw, List<Resolved> arguments) {
    String typeName() {
      String name = raw.getTypeName();
      return arguments.isEmpty()
          ? name
          : name
              + arguments.stream()
                  .map(Resolved::typeName)
                  .collect(Collectors.joining(", ", "<", ">"));
    }

    int depth() {
      return 1 + arguments.stream().mapToInt(Resolved::depth).max().orElse(0);
    }

    Map<TypeVariable<?>, Resolved> bindings() {
      Map<TypeVariable<?>, Resolved> bindings = new LinkedHashMap<>();
      TypeVariable<?>[] variables = raw.getTypeParameters();
      for (int i = 0; i < variables.length; i++) bindings.put(variables[i], arguments.get(i));
      return bindings;
    }
  }

  private Optional<Shape> shape(Type type, Map<TypeVariable<?>, Resolved> bindings, String where) {
    return resolve(type, bindings, where).flatMap(resolved -> shape(resolved, where));
  }

  private Optional<Resolved> resolve(
      Type type, Map<TypeVariable<?>, Resolved> bindings, String where) {
    return switch (type) {
      // What may be sent there, or is answered, is not in the data: any argument will do.
      case ParameterizedType p when p.getRawType() == MachineRef.class ->
          Optional.of(new Resolved(MachineRef.class, List.of()));
      case ParameterizedType p when p.getRawType() == ReplyTo.class ->
          Optional.of(new Resolved(ReplyTo.class, List.of()));
      case ParameterizedType p -> {
        List<Resolved> arguments = new ArrayList<>();
        for (Type argument : p.getActualTypeArguments()) {
          resolve(argument, bindings, where).ifPresent(arguments::add);
        }
        yield arguments.size() == p.getActualTypeArguments().length
            ? Optional.of(new Resolved((Class<?>) p.getRawType(), arguments))
            : Optional.empty();
      }
      case TypeVariable<?> variable when bindings.containsKey(variable) ->
          Optional.of(bindings.get(variable));
      case TypeVariable<?> variable ->
          refuse(
              where,
              "the type variable " + variable.getName() + " does not say what is in it",
              "use a record, a sealed interface or a scalar in its place");
      case WildcardType wildcard ->
          refuse(
              where,
              "the wildcard " + wildcard.getTypeName() + " does not say what is in it",
              "name the type itself");
      case GenericArrayType array ->
          refuse(where, array.getTypeName() + " is an array and has no equals", "use a List");
      case Class<?> raw when raw == MachineRef.class || raw == ReplyTo.class ->
          Optional.of(new Resolved(raw, List.of()));
      case Class<?> raw when raw.getTypeParameters().length > 0 ->
          refuse(
              where,
              "the raw type " + raw.getTypeName() + " does not say what is in it",
              "give its type arguments, as in " + withArguments(raw));
      case Class<?> raw -> Optional.of(new Resolved(raw, List.of()));
      default -> refuse(where, type.getTypeName() + " is of no known kind", "use a record");
    };
  }

  private Optional<Shape> shape(Resolved type, String where) {
    Shape known = made.get(type);
    if (known != null) return Optional.of(known);
    if (type.depth() > MAX_TYPE_DEPTH) {
      return refuse(
          where,
          type.raw().getTypeName() + " contains itself with ever larger type arguments",
          "take the type argument out of the circle");
    }
    Class<?> raw = type.raw();
    if (Scalars.knows(raw)) return Optional.of(new Shape.Scalar(raw));
    if (raw == MachineRef.class) return Optional.of(new Shape.Ref());
    if (raw == List.class) return argument(type, 0, where).map(Shape.ListOf::new);
    if (raw == Set.class) return argument(type, 0, where).map(Shape.SetOf::new);
    if (raw == Map.class) {
      Optional<Shape> key = argument(type, 0, where);
      Optional<Shape> value = argument(type, 1, where);
      return key.flatMap(k -> value.map(v -> new Shape.MapOf(k, v)));
    }
    if (raw == Optional.class) {
      if (type.arguments().getFirst().raw() == Optional.class) {
        return refuse(
            where, "an Optional in an Optional cannot be told from an empty one", "use one");
      }
      return argument(type, 0, where).map(Shape.OptionalOf::new);
    }
    if (raw.isRecord()) return Optional.of(record(type));
    if (raw.isEnum()) return enumeration(raw);
    if (raw.isInterface() && raw.isSealed()) return family(type, where);
    return refuse(where, unknown(raw), remedy(raw));
  }

  private Optional<Shape> argument(Resolved type, int index, String where) {
    return shape(type.arguments().get(index), where);
  }

  private Shape record(Resolved type) {
    Class<?> raw = type.raw();
    RecordOf shape = new RecordOf(raw, shortName(type), names.of(raw));
    made.put(type, shape);
    List<Component> components = new ArrayList<>();
    Map<TypeVariable<?>, Resolved> bindings = type.bindings();
    for (RecordComponent component : raw.getRecordComponents()) {
      String where = raw.getTypeName() + "." + component.getName();
      Method accessor = component.getAccessor();
      shape(component.getGenericType(), bindings, where)
          .ifPresent(s -> components.add(new Component(component.getName(), s, accessor)));
    }
    shape.components(components);
    if (!Access.open(raw)) {
      refuse(raw.getTypeName(), Access.closed(raw), Access.remedy(raw));
    }
    return shape;
  }

  private Optional<Shape> enumeration(Class<?> raw) {
    Map<String, Enum<?>> constants = new LinkedHashMap<>();
    for (Object each : raw.getEnumConstants()) {
      Enum<?> constant = (Enum<?>) each;
      String name = names.of(constant);
      Enum<?> other = constants.putIfAbsent(name, constant);
      if (other != null) {
        refuse(
            raw.getTypeName(),
            "its constants %s and %s share the name '%s'"
                .formatted(other.name(), constant.name(), name),
            "give one of them another durable name by Definition.named");
      }
    }
    return Optional.of(new Shape.Enumeration(raw, constants));
  }

  private Optional<Shape> family(Resolved type, String where) {
    FamilyOf shape = new FamilyOf(type.raw(), shortName(type));
    made.put(type, shape);
    Map<String, Shape> members = new LinkedHashMap<>();
    Map<String, Class<?>> classes = new LinkedHashMap<>();
    for (Resolved leaf : leaves(type)) {
      Class<?> raw = leaf.raw();
      String name = names.of(raw);
      Class<?> other = classes.putIfAbsent(name, raw);
      if (other != null) {
        refuse(
            type.raw().getTypeName(),
            other.getTypeName() + " and " + raw.getTypeName() + " share the name '" + name + "'",
            "rename one, or give it a durable name by Definition.named");
      }
      if (raw.isRecord() || raw.isEnum()) {
        shape(leaf, where).ifPresent(s -> members.put(name, s));
      } else {
        refuse(
            raw.getTypeName(),
            "it is a member of " + type.raw().getTypeName() + " but " + unknown(raw),
            "make every member a record, an enum or a sealed interface of these");
      }
    }
    shape.members(members);
    return Optional.of(shape);
  }

  /** The records, enums and misfits of a family, each once, in the order of declaration. */
  private Set<Resolved> leaves(Resolved family) {
    Set<Resolved> leaves = new LinkedHashSet<>();
    for (Class<?> member : family.raw().getPermittedSubclasses()) {
      Optional<Resolved> resolved = memberOf(family, member);
      if (resolved.isEmpty()) continue;
      if (member.isInterface() && member.isSealed()) {
        leaves.addAll(leaves(resolved.get()));
      } else {
        leaves.add(resolved.get());
      }
    }
    return leaves;
  }

  /** The member with its own type variables bound to what the family's are bound to. */
  private Optional<Resolved> memberOf(Resolved family, Class<?> member) {
    Map<TypeVariable<?>, Resolved> bindings = new LinkedHashMap<>();
    for (Type parent : member.getGenericInterfaces()) {
      if (parent instanceof ParameterizedType p && p.getRawType() == family.raw()) {
        Type[] arguments = p.getActualTypeArguments();
        for (int i = 0; i < arguments.length; i++) {
          if (arguments[i] instanceof TypeVariable<?> variable) {
            bindings.put(variable, family.arguments().get(i));
          }
        }
      }
    }
    List<Resolved> arguments = new ArrayList<>();
    for (TypeVariable<?> variable : member.getTypeParameters()) {
      Resolved bound = bindings.get(variable);
      if (bound == null) {
        return refuse(
            member.getTypeName(),
            "its type variable %s is not one of %s"
                .formatted(variable.getName(), family.raw().getTypeName()),
            "give the sealed interface the same type variable");
      }
      arguments.add(bound);
    }
    return Optional.of(new Resolved(member, arguments));
  }

  private <T> Optional<T> refuse(String where, String what, String remedy) {
    problems.add(new ShapeProblem(where, what, remedy));
    return Optional.empty();
  }

  private static String unknown(Class<?> raw) {
    String name = raw.getTypeName();
    if (raw == Object.class) return "Object does not say what is in it";
    if (raw.isArray()) return name + " is an array and has no equals";
    if (raw.isInterface()) return name + " is an interface that is not sealed";
    return name + " is a class that is neither a record nor a known scalar";
  }

  private static String remedy(Class<?> raw) {
    if (raw.isArray()) return "use a List (of arrays, only byte[] is taken)";
    if (raw.isInterface()) return "make it sealed over records, or use List, Set, Map or Optional";
    return "use a record, a sealed interface of records, an enum, List, Set, Map, Optional or one"
        + " of "
        + Scalars.names();
  }

  private static String withArguments(Class<?> raw) {
    String one = raw == Map.class ? "String, Item" : "Item";
    return raw.getSimpleName() + "<" + one + ">";
  }

  private static String shortName(Resolved type) {
    String name = type.raw().getSimpleName();
    return type.arguments().isEmpty()
        ? name
        : name
            + type.arguments().stream()
                .map(Shapes::shortName)
                .collect(Collectors.joining(", ", "<", ">"));
  }
}
