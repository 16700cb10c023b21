package dev.perdure.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first program that anybody sees compiles as it stands there, and runs. */
final class ReadmeTest {
  private static final Path README = Path.of("..", "README.md");
  private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final String IMPORTS =
      "import dev.perdure.*;\nimport dev.perdure.node.*;\nimport java.nio.file.Path;\n";

  @TempDir private Path dir;

  private static List<String> code() throws IOException {
    List<String> code = new ArrayList<>();
    Matcher each = CODE.matcher(Files.readString(README));
    while (each.find()) code.add(each.group(1));
    return code;
  }

  private Path write(String name, String source) throws IOException {
    return Files.writeString(dir.resolve(name + ".java"), IMPORTS + source);
  }

  private void compile(Path... sources) throws IOException {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
      boolean compiled =
          javac
              .getTask(
                  said,
                  files,
                  null,
                  List.of(
                      "-Xlint:all",
                      "-Werror",
                      "-proc:none",
                      "-d",
                      dir.toString(),
                      "-cp",
                      System.getProperty("java.class.path")),
                  null,
                  files.getJavaFileObjects(sources))
              .call();
      if (!compiled) fail("the README's code does not compile:\n" + said);
    }
  }

  @Test
  void itsProgramCompilesAndRuns() throws Exception {
    List<String> code = code();
    assertThat(code).hasSize(2);
    compile(
        write("Turnstile", code.get(0)),
        write(
            "Readme",
            "public final class Readme {\n  private Readme() {}\n"
                + "  public static void run(Path dir) {\n"
                + code.get(1)
                + "  }\n}\n"));
    try (URLClassLoader loader = new URLClassLoader(new URL[] {dir.toUri().toURL()})) {
      loader.loadClass("Readme").getMethod("run", Path.class).invoke(null, dir.resolve("data"));
    }
    assertThat(dir.resolve("data")).isNotEmptyDirectory();
  }
}
