package dev.perdure.build;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericDeclaration;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.TypeVariable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The public API of one module as text, one line per type and member: what users can see of the
 * packages its module descriptor exports to everybody. Nullness is part of it.
 */
final class PublicApi {
  private static final Set<String> MEMBERS_OF_EVERY_RECORD =
      Set.of("equals", "hashCode", "toString");

  private PublicApi() {}

  /** The lines for the module compiled into a folder such as {@code api/target/classes}. */
  static List<String> ofModule(Path classes) throws IOException, ClassNotFoundException {
    ModuleDescriptor descriptor;
    try (InputStream in = Files.newInputStream(classes.resolve("module-info.class"))) {
      descriptor = ModuleDescriptor.read(in);
    }
    List<String> lines = new ArrayList<>();
    lines.add("module " + descriptor.name());
    TreeSet<String> packages = new TreeSet<>();
    for (ModuleDescriptor.Exports exports : descriptor.exports()) {
      if (!exports.isQualified()) {
        packages.add(exports.source());
      }
    }
    for (String name : packages) {
      lines.addAll(ofPackage(classes, name));
    }
    return lines;
  }

  private static List<String> ofPackage(Path classes, String name)
      throws IOException, ClassNotFoundException {
    List<String> lines = new ArrayList<>();
    for (String simpleName : classFiles(classes.resolve(name.replace('.', '/')))) {
      Class<?> type =
          Class.forName(name + "." + simpleName, false, PublicApi.class.getClassLoader());
      if (isVisible(type)) {
        lines.addAll(ofType(type));
      }
    }
    return lines;
  }

  private static Collection<String> classFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".class") && !file.equals("package-info.class"))
          .map(file -> file.substring(0, file.length() - ".class".length()))
          .collect(java.util.stream.Collectors.toCollection(TreeSet::new));
    }
  }

  private static boolean isVisible(Class<?> type) {
    if (type.isAnonymousClass() || type.isLocalClass() || type.isSynthetic()) {
      return false;
    }
    Class<?> outer = type.getEnclosingClass();
    return isVisible(type.getModifiers()) && (outer == null || isVisible(outer));
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  /** A header, then its members by name. */
  static List<String> ofType(Class<?> type) {
    TreeMap<String, String> members = new TreeMap<>();
    for (Field field : type.getDeclaredFields()) {
      if (isVisible(field)) {
        members.put("0" + field.getName(), describe(field));
      }
    }
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (isVisible(constructor) && !isImplied(type, constructor)) {
        members.put("1" + constructor.toGenericString(), describe(constructor, type));
      }
    }
    for (Method method : type.getDeclaredMethods()) {
      if (isVisible(method) && !method.isBridge() && !isImplied(type, method)) {
        members.put("2" + method.getName() + method.toGenericString(), describe(method));
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(header(type));
    members.values().forEach(member -> lines.add("  " + member));
    return lines;
  }

  private static boolean isVisible(Member member) {
    return isVisible(member.getModifiers()) && !member.isSynthetic();
  }

  /** True for what the header of a record or enum says already. */
  private static boolean isImplied(Class<?> type, Executable member) {
    if (type.isEnum()) {
      return Set.of("values", "valueOf").contains(member.getName());
    }
    if (!type.isRecord()) {
      return false;
    }
    RecordComponent[] components = type.getRecordComponents();
    if (member instanceof Constructor<?>) {
      return Arrays.equals(
          member.getParameterTypes(),
          Arrays.stream(components).map(RecordComponent::getType).toArray());
    }
    return MEMBERS_OF_EVERY_RECORD.contains(member.getName())
        || (member.getParameterCount() == 0
            && Arrays.stream(components).anyMatch(c -> c.getName().equals(member.getName())));
  }

  private static String header(Class<?> type) {
    StringBuilder line = new StringBuilder(modifiers(type));
    line.append(type.getCanonicalName()).append(typeParameters(type));
    if (type.isRecord()) {
      line.append(
          Arrays.stream(type.getRecordComponents())
              .map(c -> describe(c.getAnnotatedType()) + " " + c.getName())
              .collect(joining(", ", "(", ")")));
    }
    AnnotatedType parent = type.getAnnotatedSuperclass();
    if (parent != null && !type.isRecord() && !type.isEnum() && parent.getType() != Object.class) {
      line.append(" extends ").append(describe(parent));
    }
    if (type.getAnnotatedInterfaces().length > 0) {
      line.append(type.isInterface() ? " extends " : " implements ");
      line.append(
          Arrays.stream(type.getAnnotatedInterfaces())
              .map(PublicApi::describe)
              .collect(joining(", ")));
    }
    if (type.isSealed()) {
      line.append(
          Arrays.stream(type.getPermittedSubclasses())
              .map(Class::getCanonicalName)
              .sorted()
              .collect(joining(", ", " permits ", "")));
    }
    return line.toString();
  }

  private static String modifiers(Class<?> type) {
    int shown = type.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED);
    if (!type.isInterface() && !type.isEnum() && !type.isRecord()) {
      shown |= type.getModifiers() & (Modifier.FINAL | Modifier.ABSTRACT);
    }
    String kind;
    if (type.isAnnotation()) {
      kind = "@interface ";
    } else if (type.isInterface()) {
      kind = "interface ";
    } else if (type.isEnum()) {
      kind = "enum ";
    } else if (type.isRecord()) {
      kind = "record ";
    } else {
      kind = "class ";
    }
    return Modifier.toString(shown) + (type.isSealed() ? " sealed " : " ") + kind;
  }

  private static String describe(Field field) {
    return field.isEnumConstant()
        ? field.getName()
        : words(field.getModifiers() & Modifier.fieldModifiers())
            + describe(field.getAnnotatedType())
            + " "
            + field.getName();
  }

  private static String describe(Constructor<?> constructor, Class<?> type) {
    return words(constructor.getModifiers() & Modifier.constructorModifiers())
        + type.getSimpleName()
        + parameters(constructor);
  }

  private static String describe(Method method) {
    String typeParameters = typeParameters(method);
    return words(method.getModifiers() & Modifier.methodModifiers() & ~Modifier.SYNCHRONIZED)
        + (method.isDefault() ? "default " : "")
        + (typeParameters.isEmpty() ? "" : typeParameters + " ")
        + describe(method.getAnnotatedReturnType())
        + " "
        + method.getName()
        + parameters(method);
  }

  private static String words(int modifiers) {
    String words = Modifier.toString(modifiers);
    return words.isEmpty() ? "" : words + " ";
  }

  private static String parameters(Executable executable) {
    String thrown =
        Arrays.stream(executable.getAnnotatedExceptionTypes())
            .map(PublicApi::describe)
            .collect(joining(", "));
    return Arrays.stream(executable.getParameters())
            .map(PublicApi::describe)
            .collect(joining(", ", "(", ")"))
        + (thrown.isEmpty() ? "" : " throws " + thrown);
  }

  private static String describe(Parameter parameter) {
    return describe(parameter.getAnnotatedType()) + " " + parameter.getName();
  }

  private static String typeParameters(GenericDeclaration declaration) {
    TypeVariable<?>[] variables = declaration.getTypeParameters();
    return variables.length == 0
        ? ""
        : Arrays.stream(variables).map(PublicApi::describe).collect(joining(", ", "<", ">"));
  }

  private static String describe(TypeVariable<?> variable) {
    String bounds =
        Arrays.stream(variable.getAnnotatedBounds())
            .map(PublicApi::describe)
            .filter(bound -> !bound.equals("Object"))
            .collect(joining(" & "));
    return variable.getName() + (bounds.isEmpty() ? "" : " extends " + bounds);
  }

  /** As in source: nested types by dots, without the packages that everybody knows. */
  private static String describe(AnnotatedType type) {
    return type.toString()
        .replace("org.jspecify.annotations.Nullable()", "Nullable")
        .replaceAll("\\bjava\\.(lang|util|util\\.function|util\\.concurrent|time)\\.(?=[A-Z])", "")
        .replaceAll("\\bdev\\.perdure\\.(?=[A-Z])", "")
        .replace('$', '.');
  }

  /** The lines of one text that the other lacks, each under the type it belongs to. */
  static String difference(List<String> golden, List<String> actual) {
    Set<String> before = new TreeSet<>(withTypes(golden));
    Set<String> after = new TreeSet<>(withTypes(actual));
    TreeSet<String> lines =
        new TreeSet<>(Comparator.comparing((String line) -> line.substring(2)).reversed());
    before.stream().filter(line -> !after.contains(line)).forEach(line -> lines.add("- " + line));
    after.stream().filter(line -> !before.contains(line)).forEach(line -> lines.add("+ " + line));
    return String.join("\n", lines.reversed());
  }

  private static List<String> withTypes(List<String> lines) {
    List<String> full = new ArrayList<>();
    String type = "";
    for (String line : lines) {
      if (line.startsWith("  ")) {
        full.add(type + ":" + line.substring(1));
      } else if (!line.isEmpty()) {
        type = line.replaceAll("^.*?(dev\\.perdure[\\w.$]*).*$", "$1");
        full.add(type + ": " + line);
      }
    }
    return full;
  }
}
