package dev.perdure.node;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Puts a device in the place of a file that this process has open, as a disk goes bad under a
 * program: {@code /dev/full} takes nothing, {@code /dev/null} takes all and cannot be synced. On
 * Linux.
 */
final class Diversion {
  private static final Path OPEN_FILES = Path.of("/proc/self/fd");

  private Diversion() {}

  /** What is written to the store's log goes to the device from now on. */
  static void ofLog(Path store, Path device) throws IOException {
    Path folder = store.toRealPath();
    // Such as standard input, which takes nothing.
    List<Integer> others = numbers(device::equals);
    try (RandomAccessFile open = new RandomAccessFile(device.toFile(), "rw")) {
      if (!open.getFD().valid()) throw new IOException("not open: " + device);
      List<Integer> all = numbers(device::equals);
      all.removeAll(others);
      int to = all.getFirst();
      List<Integer> logs =
          numbers(file -> file.startsWith(folder) && file.toString().endsWith(".log"));
      if (logs.isEmpty()) throw new IllegalStateException("no log is open in " + folder);
      for (int log : logs) {
        divert(to, log);
      }
    }
  }

  private static List<Integer> numbers(Predicate<Path> wanted) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    try (Stream<Path> all = Files.list(OPEN_FILES)) {
      for (Path one : all.toList()) {
        if (Files.isSymbolicLink(one) && wanted.test(Files.readSymbolicLink(one))) {
          numbers.add(Integer.parseInt(one.getFileName().toString()));
        }
      }
    }
    return numbers;
  }

  @SuppressWarnings("restricted") // A call into the C library is the whole point.
  private static void divert(int to, int number) {
    Linker linker = Linker.nativeLinker();
    MethodHandle dup2 =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("dup2"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    try {
      if ((int) dup2.invokeExact(to, number) != number) {
        throw new IllegalStateException("dup2 failed for " + number);
      }
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
