package dev.perdure.testing.guide;

import java.io.IOException;
import java.io.StringWriter;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The guide for those who test their machines: each of its Java snippets is a whole source. */
final class Guide {
  private static final Path FILE = Path.of("..", "docs", "testing-your-machines.md");
  private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern TRACE =
      Pattern.compile("```text\n(seed \\d+: .*?)```", Pattern.DOTALL);
  private static final Pattern CLASS =
      Pattern.compile("^(?:public )?final class (\\w+)", Pattern.MULTILINE);

  private final String text;

  private Guide(String text) {
    this.text = text;
  }

  static Guide read() throws IOException {
    return new Guide(Files.readString(FILE));
  }

  /** The sources, by the names of their classes. */
  SequencedMap<String, String> sources() {
    SequencedMap<String, String> sources = new LinkedHashMap<>();
    Matcher each = CODE.matcher(text);
    while (each.find()) {
      String source = each.group(1);
      Matcher named = CLASS.matcher(source);
      if (!named.find()) {
        throw new IllegalStateException("not a whole source:\n" + source);
      }
      sources.put(named.group(1), source);
    }
    return sources;
  }

  /** The trace that it explains. */
  String trace() {
    Matcher trace = TRACE.matcher(text);
    if (!trace.find()) {
      throw new IllegalStateException("the guide shows no trace");
    }
    return trace.group(1);
  }

  boolean says(String words) {
    return text.contains(words);
  }

  /** Puts another trace in its place. */
  void write(String trace) throws IOException {
    Files.writeString(FILE, text.replace(trace(), trace));
  }

  /** Compiles sources as a user would, and loads them. */
  static URLClassLoader load(Map<String, String> sources, Path dir) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Map.Entry<String, String> source : sources.entrySet()) {
      files.add(Files.writeString(dir.resolve(source.getKey() + ".java"), source.getValue()));
    }
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    List<String> options =
        List.of("-Xlint:all", "-Werror", "-proc:none", "-d", dir.toString(), "-cp", classPath());
    try (StandardJavaFileManager manager = javac.getStandardFileManager(null, null, null)) {
      if (!javac
          .getTask(said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
          .call()) {
        throw new AssertionError("the guide's code does not compile:\n" + said);
      }
    }
    return new URLClassLoader(new URL[] {url(dir)}, Guide.class.getClassLoader());
  }

  private static String classPath() {
    return System.getProperty("java.class.path", "");
  }

  private static URL url(Path dir) throws MalformedURLException {
    return dir.toUri().toURL();
  }
}
