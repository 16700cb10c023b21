package dev.perdure.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The kernel with a planted bug: one source file is compiled changed, all others are as they are.
 */
final class PatchedKernel {
  private static final String PACKAGE = PatchedKernel.class.getPackageName();

  private final Method run;

  PatchedKernel(PlantedBug bug, Path directory) throws IOException, ReflectiveOperationException {
    String source = bug.applyTo(Files.readString(source(bug.file())));
    compile(bug.file(), source, directory);
    Class<?> patched = new Loader(directory).loadClass(FaultRun.class.getName());
    run = patched.getDeclaredMethod("run", String.class, long.class);
    run.setAccessible(true);
  }

  /** What breaks in one history, or null when nothing does. */
  @Nullable Throwable run(String task, long seed) {
    try {
      run.invoke(null, task, seed);
      return null;
    } catch (InvocationTargetException e) {
      return e.getCause();
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path source(String file) {
    String path = "java/" + PACKAGE.replace('.', '/') + "/" + file;
    return Stream.of("src/main/", "src/test/")
        .map(root -> Path.of(root + path))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("planted bug: no source file " + file));
  }

  private static void compile(String file, String source, Path directory) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new IllegalStateException("planted bugs need a JDK; this Java has no compiler");
    }
    StringWriter messages = new StringWriter();
    String classPath =
        Stream.of(Partition.class, FaultRun.class, dev.perdure.Machine.class, Nullable.class)
            .map(PatchedKernel::home)
            .distinct()
            .collect(Collectors.joining(System.getProperty("path.separator")));
    var unit =
        new SimpleJavaFileObject(
            URI.create("string:///" + file), javax.tools.JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    List<String> options =
        List.of("-proc:none", "-nowarn", "-d", directory.toString(), "-cp", classPath);
    if (!compiler.getTask(messages, null, null, options, null, List.of(unit)).call()) {
      throw new IllegalArgumentException("planted bug: " + file + " does not compile: " + messages);
    }
  }

  private static String home(Class<?> of) {
    return Path.of(URI.create(of.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toString();
  }

  /** Loads the package again: patched classes first, then the usual ones. */
  private static final class Loader extends ClassLoader {
    private final Path patches;

    Loader(Path patches) {
      super(PatchedKernel.class.getClassLoader());
      this.patches = patches;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      int end = name.lastIndexOf('.');
      if (end < 0 || !name.substring(0, end).equals(PACKAGE)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : define(name);
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      String resource = name.replace('.', '/') + ".class";
      Path patch = patches.resolve(resource);
      try (InputStream in =
          Files.exists(patch) ? Files.newInputStream(patch) : getResourceAsStream(resource)) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
