package dev.perdure.node;

import dev.perdure.Activity;
import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MapKey;
import dev.perdure.Outcome;
import dev.perdure.Part;
import dev.perdure.QueueKey;
import dev.perdure.ReplyTo;
import dev.perdure.kernel.spi.Codec.CodecException;
import dev.perdure.kernel.spi.Codec.ValueCodec;
import dev.perdure.node.codec.DurableNames;
import dev.perdure.node.codec.JacksonCodec;
import dev.perdure.node.codec.Samples;
import dev.perdure.node.codec.Shape;
import dev.perdure.node.codec.ShapeProblem;
import dev.perdure.node.codec.Shapes;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is checked of the parts before a node opens anything. All problems are reported at once.
 * What a part refuses when it is made (a {@link Definition} its names and every ReplyTo, a {@link
 * MapKey} its classes) is not checked again.
 *
 * <p>Each machine's behaviour is made once and asked for its {@linkplain Machine#initial initial}
 * state. Samples are made of every record by its constructor, written, read back and compared; a
 * record whose constructor refuses all samples is not tried.
 */
final class StartupChecks {
  private final List<Definition<?, ?>> definitions = new ArrayList<>();
  private final List<Activity.Bound<?, ?>> activities = new ArrayList<>();
  private final Set<ShapeProblem> problems = new LinkedHashSet<>();
  private final Shapes shapes;
  private final JacksonCodec codec;

  private StartupChecks(List<Part> parts) {
    for (Part part : parts) {
      switch (part) {
        case Definition<?, ?> definition -> definitions.add(definition);
        case Activity.Bound<?, ?> activity -> activities.add(activity);
      }
    }
    DurableNames names = durableNames();
    shapes = new Shapes(names);
    codec = new JacksonCodec(names);
  }

  /**
   * Checks the parts of a node.
   *
   * @return the codec for everything that the parts write
   * @throws IllegalArgumentException with all problems, numbered; each names the class and
   *     component and says what to do
   */
  static JacksonCodec check(Part... parts) {
    StartupChecks checks = new StartupChecks(List.of(parts));
    checks.run();
    if (checks.problems.isEmpty()) return checks.codec;
    StringBuilder message = new StringBuilder("The node cannot be opened with these parts:");
    int number = 0;
    for (ShapeProblem problem : checks.problems) {
      message.append("\n  ").append(++number).append(". ").append(problem);
    }
    throw new IllegalArgumentException(message.toString());
  }

  private void run() {
    checkNames();
    for (Definition<?, ?> definition : definitions) {
      String of = " of machine type '" + definition.type().name() + "'";
      checkData(definition.states(), "the states" + of);
      checkData(definition.type().events(), "the events" + of);
      for (Class<?> member : definition.names().keySet()) {
        if (!definition.type().events().isAssignableFrom(member)) continue;
        checkOutcomes(member);
        checkAnswer(member);
      }
      checkBehaviour(definition);
    }
    for (Activity.Bound<?, ?> bound : activities) {
      String of = " of activity '" + bound.activity().name() + "'";
      checkData(bound.activity().request(), "the request" + of);
      checkData(bound.activity().result(), "the result" + of);
    }
  }

  private DurableNames durableNames() {
    Map<Class<?>, String> members = new LinkedHashMap<>();
    Map<Enum<?>, String> constants = new LinkedHashMap<>();
    for (Definition<?, ?> definition : definitions) {
      definition.names().forEach((member, name) -> name(members, member, name));
      definition.constants().forEach((constant, name) -> name(constants, constant, name));
    }
    return new DurableNames(members, constants);
  }

  private <T> void name(Map<T, String> names, T named, String name) {
    String other = names.putIfAbsent(named, name);
    if (other != null && !other.equals(name)) {
      report(
          switch (named) {
            case Class<?> member -> member.getTypeName();
            case Enum<?> constant ->
                constant.getDeclaringClass().getTypeName() + "." + constant.name();
            default -> named.toString();
          },
          "two definitions give it two durable names, '%s' and '%s'".formatted(other, name),
          "give it one name in both by Definition.named");
    }
  }

  private void checkNames() {
    Map<String, Definition<?, ?>> types = new LinkedHashMap<>();
    for (Definition<?, ?> definition : definitions) {
      Definition<?, ?> other = types.putIfAbsent(definition.type().name(), definition);
      if (other != null) {
        report(
            definition.states().getTypeName(),
            "machine type '%s' is defined twice, also with the states %s"
                .formatted(definition.type().name(), other.states().getTypeName()),
            "leave one definition out, or name one type otherwise");
      }
    }
    Map<String, Activity<?, ?>> named = new LinkedHashMap<>();
    for (Activity.Bound<?, ?> bound : activities) {
      Activity<?, ?> other = named.putIfAbsent(bound.activity().name(), bound.activity());
      if (other != null) {
        report(
            "activity '" + other.name() + "'",
            "it is given twice",
            "leave one out, or name one of them otherwise");
      }
    }
  }

  /** The type has a shape, and samples of it survive. */
  private void checkData(Type type, String where) {
    Optional<Shape> shape = shapes.find(type, where);
    problems.addAll(shapes.problems());
    if (shape.isEmpty()) return;
    ValueCodec<Object> values = codec.of(type);
    for (Object sample : Samples.of(shape.get())) checkSurvives(sample, values, shape.get());
  }

  private void checkSurvives(Object value, ValueCodec<Object> values, Shape shape) {
    String where = value.getClass().getTypeName();
    String remedy = "keep each component as it is given, in constructor, accessor and equals";
    byte[] bytes;
    Object copy;
    try {
      bytes = values.encode(value);
      copy = values.decode(bytes);
    } catch (CodecException e) {
      report(where, "it cannot be written and read back: " + e.getMessage(), remedy);
      return;
    }
    // An array is equal only to itself: where there are bytes inside, the JSON is compared.
    if (value.equals(copy)) return;
    if (hasBytes(shape, new HashSet<>()) && Arrays.equals(bytes, values.encode(copy))) {
      return;
    }
    report(
        where,
        "written as %s it is read back as %s, which is not equal to %s"
            .formatted(new String(bytes, StandardCharsets.UTF_8), copy, value),
        remedy);
  }

  private static boolean hasBytes(Shape shape, Set<Shape> seen) {
    if (!seen.add(shape)) return false;
    return switch (shape) {
      case Shape.Scalar(var type) -> type == byte[].class;
      case Shape.Enumeration _, Shape.Ref _ -> false;
      case Shape.ListOf(var element) -> hasBytes(element, seen);
      case Shape.SetOf(var element) -> hasBytes(element, seen);
      case Shape.MapOf(var key, var value) -> hasBytes(key, seen) || hasBytes(value, seen);
      case Shape.OptionalOf(var value) -> hasBytes(value, seen);
      case Shape.RecordOf leaf ->
          leaf.components().stream().anyMatch(component -> hasBytes(component.shape(), seen));
      case Shape.FamilyOf family ->
          family.members().values().stream().anyMatch(member -> hasBytes(member, seen));
    };
  }

  /** The hole for an outcome is found by its component, and what fills it by the class of R. */
  private void checkOutcomes(Class<?> event) {
    List<String> outcomes = new ArrayList<>();
    for (RecordComponent component : event.getRecordComponents()) {
      if (!Outcome.class.isAssignableFrom(component.getType())) continue;
      outcomes.add(component.getName());
      boolean plain =
          component.getType() == Outcome.class
              && component.getGenericType() instanceof ParameterizedType type
              && type.getActualTypeArguments()[0] instanceof Class<?> result
              && result.getTypeParameters().length == 0;
      if (!plain) {
        report(
            event.getTypeName() + "." + component.getName(),
            "%s does not name the class of a result"
                .formatted(component.getGenericType().getTypeName()),
            "make it an Outcome of one class, as in Outcome<Receipt>");
      }
    }
    if (outcomes.size() > 1) {
      report(
          event.getTypeName(),
          "it has more than one Outcome: " + String.join(", ", outcomes),
          "give each answer an event of its own");
    }
  }

  /** What an event is answered with is written too. */
  private void checkAnswer(Class<?> event) {
    for (RecordComponent component : event.getRecordComponents()) {
      if (component.getType() == ReplyTo.class
          && component.getGenericType() instanceof ParameterizedType type) {
        checkData(
            type.getActualTypeArguments()[0], event.getTypeName() + "." + component.getName());
      }
    }
  }

  private <S, E> void checkBehaviour(Definition<S, E> definition) {
    String where = "the behaviour of machine type '%s'".formatted(definition.type().name());
    Machine<S, E> behaviour;
    try {
      behaviour = definition.behaviour().get();
    } catch (RuntimeException | LinkageError e) {
      report(
          where, "its supplier throws " + cause(e), "let it make the behaviour and nothing else");
      return;
    }
    if (behaviour == null) {
      report(where, "its supplier gives null", "let it give a fresh behaviour object");
      return;
    }
    checkInitial(definition, behaviour);
    checkKeys(behaviour.getClass());
  }

  private <S, E> void checkInitial(Definition<S, E> definition, Machine<S, E> behaviour) {
    String where = behaviour.getClass().getTypeName() + ".initial()";
    Object initial;
    try {
      initial = behaviour.initial();
    } catch (RuntimeException | LinkageError e) {
      report(where, "it throws " + cause(e), "return the state before the first event");
      return;
    }
    if (initial == null) {
      report(where, "it returns null", "return the state before the first event");
    } else if (!definition.states().isInstance(initial)) {
      report(
          where,
          "it returns a %s, which is no %s"
              .formatted(initial.getClass().getTypeName(), definition.states().getTypeName()),
          "return a state of the family");
    } else {
      shapes
          .find(definition.states(), where)
          .ifPresent(shape -> checkSurvives(initial, codec.of((Type) definition.states()), shape));
    }
  }

  private static String cause(Throwable e) {
    return String.valueOf(
        e instanceof ExceptionInInitializerError && e.getCause() != null ? e.getCause() : e);
  }

  /** The constants that name durable maps and queues, in the behaviour's class and inside it. */
  private void checkKeys(Class<?> behaviour) {
    Map<String, Object> maps = new LinkedHashMap<>();
    Map<String, Object> queues = new LinkedHashMap<>();
    for (Class<?> type : classesOf(behaviour)) {
      for (Field field : type.getDeclaredFields()) {
        String where = type.getTypeName() + "." + field.getName();
        switch (constant(field).orElse("")) {
          case MapKey<?, ?> key -> {
            checkData(key.keys(), where);
            checkData(key.values(), where);
            checkOne(maps, key.name(), List.of(key.keys(), key.values()), where);
          }
          case QueueKey<?> key -> {
            checkData(key.values(), where);
            checkOne(queues, key.name(), key.values(), where);
          }
          default -> {}
        }
      }
    }
  }

  /** The class with what it extends and what is declared inside, at any depth. */
  private static Set<Class<?>> classesOf(Class<?> behaviour) {
    Set<Class<?>> classes = new LinkedHashSet<>();
    Class<?> type = behaviour;
    while (type != null && type != Object.class) {
      addWithNested(type, classes);
      type = type.getSuperclass();
    }
    return classes;
  }

  private static void addWithNested(Class<?> type, Set<Class<?>> classes) {
    if (!classes.add(type)) return;
    for (Class<?> nested : type.getDeclaredClasses()) {
      addWithNested(nested, classes);
    }
  }

  private void checkOne(Map<String, Object> taken, String name, Object types, String where) {
    Object other = taken.putIfAbsent(name, types);
    if (other != null && !other.equals(types)) {
      report(
          where,
          "another constant has the name '%s' with other classes".formatted(name),
          "give each durable map and each durable queue of a machine its own name");
    }
  }

  private static Optional<Object> constant(Field field) {
    boolean key = field.getType() == MapKey.class || field.getType() == QueueKey.class;
    if (!key || !Modifier.isStatic(field.getModifiers()) || !field.trySetAccessible()) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(field.get(null));
    } catch (IllegalAccessException | LinkageError e) {
      // Then the class cannot be used either, and fails where it is.
      return Optional.empty();
    }
  }

  private void report(String where, String what, String remedy) {
    problems.add(new ShapeProblem(where, what, remedy));
  }
}
