package dev.perdure.testing.diagram;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import dev.perdure.testing.diagram.flow.JavaCode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** Runs javac in this process, up to where every name and type is known. */
final class Compilation {
  private static final int MAX_ERRORS = 5;

  private Compilation() {}

  /**
   * Compiles files and whatever they use of the sources beside them.
   *
   * @param root where more sources are
   * @throws DiagramException if there are errors; the message tells the first ones
   */
  static JavaCode of(List<Path> files, Path root, List<Path> classPath) {
    JavaCompiler compiler = compiler();
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    StandardJavaFileManager standard = standard(compiler, problems);
    try {
      standard.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath);
      standard.setLocationFromPaths(StandardLocation.SOURCE_PATH, List.of(root));
      JavacTask task =
          task(
              compiler,
              new WithoutModules(standard),
              problems,
              standard.getJavaFileObjectsFromPaths(files));
      task.parse();
      task.analyze();
      failOnErrors(problems);
      return new JavaCode(Trees.instance(task), task.getElements(), task.getTypes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Parses files, each on its own.
   *
   * @throws DiagramException if one is not Java
   */
  static List<CompilationUnitTree> parse(List<Path> files) {
    JavaCompiler compiler = compiler();
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    StandardJavaFileManager standard = standard(compiler, problems);
    List<CompilationUnitTree> units = new ArrayList<>();
    try {
      task(compiler, standard, problems, standard.getJavaFileObjectsFromPaths(files))
          .parse()
          .forEach(units::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    failOnErrors(problems);
    return units;
  }

  private static JavaCompiler compiler() {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new DiagramException(
          "diagrams are drawn from sources, which needs a JDK; this Java has no compiler: "
              + System.getProperty("java.home"));
    }
    return compiler;
  }

  private static StandardJavaFileManager standard(
      JavaCompiler compiler, DiagnosticCollector<JavaFileObject> problems) {
    return compiler.getStandardFileManager(problems, Locale.ROOT, StandardCharsets.UTF_8);
  }

  private static JavacTask task(
      JavaCompiler compiler,
      JavaFileManager manager,
      DiagnosticCollector<JavaFileObject> problems,
      Iterable<? extends JavaFileObject> files) {
    List<String> options = List.of("-proc:none", "-implicit:none", "-Xlint:none");
    return (JavacTask)
        compiler.getTask(new StringWriter(), manager, problems, options, null, files);
  }

  private static void failOnErrors(DiagnosticCollector<JavaFileObject> problems) {
    List<String> errors =
        problems.getDiagnostics().stream()
            .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
            .map(Compilation::line)
            .distinct()
            .toList();
    if (errors.isEmpty()) return;
    String more =
        errors.size() > MAX_ERRORS ? "\n  and %d more".formatted(errors.size() - MAX_ERRORS) : "";
    throw new DiagramException(
        errors.stream()
            .limit(MAX_ERRORS)
            .collect(Collectors.joining("\n  ", "the sources do not compile:\n  ", more)));
  }

  private static String line(Diagnostic<? extends JavaFileObject> error) {
    String message =
        error.getMessage(Locale.ROOT).lines().map(String::strip).collect(Collectors.joining(" "));
    JavaFileObject file = error.getSource();
    return file == null
        ? message
        : "%s:%d: %s".formatted(Path.of(file.toUri()), error.getLineNumber(), message);
  }

  /**
   * Sources without their descriptors of modules and packages: all is compiled on the class path,
   * and annotations of packages, often not there at run time, are not looked for.
   */
  private static final class WithoutModules extends ForwardingJavaFileManager<JavaFileManager> {
    WithoutModules(JavaFileManager files) {
      super(files);
    }

    private static boolean isHidden(Location location, String name) {
      return location == StandardLocation.SOURCE_PATH
          && (name.endsWith("module-info") || name.endsWith("package-info"));
    }

    @Override
    public Iterable<JavaFileObject> list(
        Location location, String packageName, Set<JavaFileObject.Kind> kinds, boolean recurse)
        throws IOException {
      List<JavaFileObject> shown = new ArrayList<>();
      for (JavaFileObject file : super.list(location, packageName, kinds, recurse)) {
        if (!isHidden(location, file.getName().replaceFirst("\\.java$", ""))) shown.add(file);
      }
      return shown;
    }

    @Override
    @SuppressWarnings("NullAway") // The interface answers null for what is not there.
    public JavaFileObject getJavaFileForInput(
        Location location, String className, JavaFileObject.Kind kind) throws IOException {
      return isHidden(location, className)
          ? null
          : super.getJavaFileForInput(location, className, kind);
    }
  }
}
