package dev.perdure.cli;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;

/**
 * Jars and folders of a user, as {@code --class-path} names them.
 *
 * @param entries in their order
 */
record ClassPath(List<Path> entries) {
  /** Nothing besides what this process has. */
  static final ClassPath NONE = new ClassPath(List.of());

  /** Keeps a copy. */
  ClassPath {
    entries = List.copyOf(entries);
  }

  /** Reads an option's value. */
  static final class Converter implements ITypeConverter<ClassPath> {
    @Override
    public ClassPath convert(String text) {
      return parse(text);
    }
  }

  /** Reads entries with a separator between them. */
  static ClassPath parse(String text) {
    return new ClassPath(
        Arrays.stream(text.split(File.pathSeparator))
            .filter(entry -> !entry.isEmpty())
            .map(Path::of)
            .toList());
  }

  /** These and then those. */
  ClassPath plus(ClassPath others) {
    return new ClassPath(
        Stream.concat(entries.stream(), others.entries().stream()).distinct().toList());
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** As it was said. */
  @Override
  public String toString() {
    return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
