package dev.perdure.node.codec;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.Method;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What values of one static type look like, with every type argument resolved. All that is done
 * with types starts from here: writing and reading, samples, start-up checks, descriptions.
 *
 * <p>Shapes form a graph: a record may contain itself. {@link RecordOf} and {@link FamilyOf},
 * through which every circle goes, are therefore compared by identity; there is one of them for
 * each resolved type of one {@link Shapes}.
 */
public sealed interface Shape {
  /** The type as a programmer writes it, such as {@code List<Order.Item>}. */
  String typeName();

  /** A value without structure; {@link Scalars} knows them all. */
  record Scalar(Class<?> type) implements Shape {
    @Override
    public String typeName() {
      return simpleName(type);
    }
  }

  /**
   * An enum, written as the durable name of the constant.
   *
   * @param constants by durable name, in the order of their declaration
   */
  record Enumeration(Class<?> type, Map<String, Enum<?>> constants) implements Shape {
    /** Keeps a copy. */
    public Enumeration {
      constants = Collections.unmodifiableMap(new LinkedHashMap<>(constants));
    }

    @Override
    public String typeName() {
      return simpleName(type);
    }
  }

  /** The address of a machine. */
  record Ref() implements Shape {
    @Override
    public String typeName() {
      return "MachineRef";
    }
  }

  /** A list; read back unmodifiable. */
  record ListOf(Shape element) implements Shape {
    @Override
    public String typeName() {
      return "List<" + element.typeName() + ">";
    }
  }

  /** A set; keeps the order it iterates in, read back unmodifiable. */
  record SetOf(Shape element) implements Shape {
    @Override
    public String typeName() {
      return "Set<" + element.typeName() + ">";
    }
  }

  /** A map; keeps the order it iterates in, read back unmodifiable. */
  record MapOf(Shape key, Shape value) implements Shape {
    @Override
    public String typeName() {
      return "Map<" + key.typeName() + ", " + value.typeName() + ">";
    }
  }

  /** A component that may be missing. */
  record OptionalOf(Shape value) implements Shape {
    @Override
    public String typeName() {
      return "Optional<" + value.typeName() + ">";
    }
  }

  /** One component of a record. */
  record Component(String name, Shape shape, Method accessor) {
    /** Whether the component is primitive, and so can never be missing. */
    public boolean primitive() {
      return accessor.getReturnType().isPrimitive();
    }
  }

  /** A record, whose components are written under their names. */
  final class RecordOf implements Shape {
    private final Class<?> type;
    private final String typeName;
    private final String durableName;
    private @Nullable List<Component> components;

    RecordOf(Class<?> type, String typeName, String durableName) {
      this.type = type;
      this.typeName = typeName;
      this.durableName = durableName;
    }

    /** Ends the making of the shape: components may lead back to it. */
    void components(List<Component> all) {
      components = List.copyOf(all);
    }

    public Class<?> type() {
      return type;
    }

    /** What the record is called in a family. */
    public String durableName() {
      return durableName;
    }

    public List<Component> components() {
      return requireNonNull(components, "components of a shape that is being made");
    }

    @Override
    public String typeName() {
      return typeName;
    }
  }

  /** A sealed family, whose members are told apart by their durable names. */
  final class FamilyOf implements Shape {
    private final Class<?> type;
    private final String typeName;
    private @Nullable Map<String, Shape> members;

    FamilyOf(Class<?> type, String typeName) {
      this.type = type;
      this.typeName = typeName;
    }

    /** Ends the making of the shape: members may lead back to it. */
    void members(Map<String, Shape> all) {
      members = all;
    }

    public Class<?> type() {
      return type;
    }

    /**
     * The leaves, {@link RecordOf} or {@link Enumeration}, by durable name in the order of
     * declaration.
     */
    public Map<String, Shape> members() {
      return requireNonNull(members, "members of a shape that is being made");
    }

    @Override
    public String typeName() {
      return typeName;
    }
  }

  private static String simpleName(Class<?> type) {
    return type.getSimpleName();
  }
}
