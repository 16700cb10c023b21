package dev.perdure.testing.mutants;

import dev.perdure.testing.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A bug planted into one source file, of the kernel or of what the simulator puts behind its seams.
 *
 * @param guarantee that it breaks, such as {@code G2}
 * @param what is wrong with it, in a few words
 * @param file the end of the source file's path, such as {@code kernel/Partition.java}
 * @param program that must find it
 */
record Mutant(String guarantee, String what, String file, Programs program, List<Edit> edits) {
  private static final List<Path> ROOTS =
      List.of(Path.of("../kernel/src/main/java"), Path.of("src/main/java"));

  Mutant {
    edits = List.copyOf(edits);
  }

  /**
   * Whether a run failed because of it, and by no accident: what a check says begins with the
   * guarantee, alone or among others.
   */
  boolean isSeenIn(String failure) {
    String named = failure.substring(0, Math.max(0, failure.indexOf(':')));
    return Arrays.asList(named.split(", ")).contains(guarantee);
  }

  /**
   * The changed source.
   *
   * @throws IllegalArgumentException when an edit does not match any more
   */
  String source() {
    try {
      String source = Files.readString(path());
      for (Edit edit : edits) {
        source = edit.apply(source);
      }
      return source;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "mutant \"%s\", %s: %s".formatted(this, file, e.getMessage()), e);
    }
  }

  private Path path() throws IOException {
    for (Path root : ROOTS) {
      try (Stream<Path> files = Files.walk(root)) {
        List<Path> found = files.filter(path -> path.endsWith(file)).toList();
        if (found.size() == 1) {
          return found.getFirst();
        }
      }
    }
    throw new IllegalArgumentException("no such source file, or more than one");
  }

  @Override
  public String toString() {
    return guarantee + ": " + what;
  }
}
