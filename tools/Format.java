import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Checks or applies the layout of every Java source of the project: google-java-format, 100
 * columns, 2 spaces.
 *
 * <p>Run from source by the parent pom, in a process of its own on the JDK the build found, because
 * the formatter parses with the javac of the JVM it runs in, and Maven's own JVM may not know the
 * language yet. Files found well laid out are remembered in an index by path, size and time, so
 * that a second check reads only what changed.
 *
 * <p>Usage: {@code java Format.java check|apply ROOT}
 */
public final class Format {
  private final Path root;
  private final boolean apply;
  private final Path indexFile;
  private final Path errorFile;
  private final Formatter formatter = new Formatter();
  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> wellLaid = new ConcurrentLinkedQueue<>();

  private Format(Path root, boolean apply) {
    this.root = root;
    this.apply = apply;
    this.indexFile = root.resolve("target/layout-index");
    this.errorFile = root.resolve("target/layout-errors");
  }

  /** Leaves the file {@code target/layout-errors} behind when something is wrong. */
  public static void main(String[] args) throws IOException {
    if (args.length != 2 || !Set.of("check", "apply").contains(args[0])) {
      System.err.println("usage: java Format.java check|apply ROOT");
      System.exit(2);
    }
    new Format(Path.of(args[1]), args[0].equals("apply")).run();
  }

  private void run() throws IOException {
    Files.deleteIfExists(errorFile);
    Set<String> index = readIndex();
    sources().parallelStream().forEach(source -> visit(source, index));
    writeIndex();
    if (!wrong.isEmpty()) {
      List<String> errors = List.copyOf(new TreeSet<>(wrong));
      System.err.println(apply ? "Cannot be parsed:" : "Not laid out:");
      errors.forEach(System.err::println);
      Files.write(errorFile, errors, UTF_8);
    }
  }

  private void visit(Path source, Set<String> index) {
    try {
      String fingerprint = fingerprint(source);
      if (index.contains(fingerprint)) {
        wellLaid.add(fingerprint);
        return;
      }
      String text = Files.readString(source, UTF_8);
      String laidOut = formatter.formatSourceAndFixImports(text);
      if (text.equals(laidOut)) {
        wellLaid.add(fingerprint);
      } else if (apply) {
        Files.writeString(source, laidOut, UTF_8);
        System.out.println("laid out " + root.relativize(source));
        wellLaid.add(fingerprint(source));
      } else {
        wrong.add("  " + root.relativize(source));
      }
    } catch (FormatterException e) {
      e.diagnostics().forEach(d -> wrong.add("  " + root.relativize(source) + ":" + d));
    } catch (IOException e) {
      throw new UncheckedIOException(source.toString(), e);
    }
  }

  private String fingerprint(Path source) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(source, BasicFileAttributes.class);
    return attributes.lastModifiedTime().toMillis()
        + " "
        + attributes.size()
        + " "
        + root.relativize(source);
  }

  /** Every Java source under the root but those in build output and hidden folders. */
  private List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.getFileName().toString();
            boolean skipped = name.equals("target") || name.startsWith(".");
            return skipped && !folder.equals(root)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              sources.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return sources;
  }

  /** The lines of the index, or none when another formatter wrote it. */
  private Set<String> readIndex() throws IOException {
    if (!Files.exists(indexFile)) {
      return Set.of();
    }
    List<String> lines = Files.readAllLines(indexFile, UTF_8);
    return lines.isEmpty() || !lines.get(0).equals(version()) ? Set.of() : new HashSet<>(lines);
  }

  private void writeIndex() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(version());
    lines.addAll(new TreeSet<>(wellLaid));
    Files.createDirectories(indexFile.getParent());
    Files.write(indexFile, lines, UTF_8);
  }

  private static String version() {
    return "google-java-format " + Formatter.class.getPackage().getImplementationVersion();
  }
}
