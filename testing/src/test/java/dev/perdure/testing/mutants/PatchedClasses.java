package dev.perdure.testing.mutants;

import dev.perdure.Machine;
import dev.perdure.kernel.Partition;
import dev.perdure.node.codec.JacksonCodec;
import dev.perdure.testing.Simulation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The project's classes with a mutant among them: one source file is compiled changed, all classes
 * are loaded anew, those of that file from what was compiled.
 */
final class PatchedClasses extends ClassLoader {
  private static final String OURS = "dev.perdure.";

  private final Map<String, ByteArrayOutputStream> patches;

  /**
   * @throws IllegalArgumentException when the changed source does not compile
   */
  PatchedClasses(Mutant mutant) {
    super(PatchedClasses.class.getClassLoader());
    patches = compile(mutant);
  }

  private static Map<String, ByteArrayOutputStream> compile(Mutant mutant) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new IllegalStateException("mutants need a JDK; this Java has no compiler");
    }
    String source = mutant.source();
    var unit =
        new SimpleJavaFileObject(
            URI.create("string:///" + mutant.file()), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    StringWriter messages = new StringWriter();
    List<String> options = List.of("-proc:none", "-nowarn", "-cp", classPath());
    InMemory files = new InMemory(compiler.getStandardFileManager(null, null, null));
    if (!compiler.getTask(messages, files, null, options, null, List.of(unit)).call()) {
      throw new IllegalArgumentException(
          "mutant \"%s\": %s does not compile: %s".formatted(mutant, mutant.file(), messages));
    }
    return files.compiled;
  }

  private static String classPath() {
    return Stream.of(
            Machine.class, Partition.class, JacksonCodec.class, Simulation.class, Nullable.class)
        .map(of -> of.getProtectionDomain().getCodeSource().getLocation().toString())
        .distinct()
        .map(home -> Path.of(URI.create(home)).toString())
        .collect(Collectors.joining(System.getProperty("path.separator")));
  }

  /** Keeps what is compiled. */
  private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> compiled = new LinkedHashMap<>();

    InMemory(JavaFileManager files) {
      super(files);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("class:///" + name.replace('.', '/')), kind) {
        @Override
        public OutputStream openOutputStream() {
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          compiled.put(name, out);
          return out;
        }
      };
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OURS)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    ByteArrayOutputStream patch = patches.get(name);
    byte[] bytes = patch != null ? patch.toByteArray() : read(name);
    return defineClass(name, bytes, 0, bytes.length);
  }

  private byte[] read(String name) throws ClassNotFoundException {
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
