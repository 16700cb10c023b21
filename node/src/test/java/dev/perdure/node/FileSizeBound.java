package dev.perdure.node;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The bound of this process on the size of files, as {@code ulimit -S -f} sets it. */
final class FileSizeBound {
  private static final int RLIMIT_FSIZE = 1;

  private FileSizeBound() {}

  /** Lifts the bound as far as it may be lifted. */
  static void lift() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment softAndHard = arena.allocate(ValueLayout.JAVA_LONG, 2);
      call("getrlimit", softAndHard);
      softAndHard.setAtIndex(
          ValueLayout.JAVA_LONG, 0, softAndHard.getAtIndex(ValueLayout.JAVA_LONG, 1));
      call("setrlimit", softAndHard);
    }
  }

  @SuppressWarnings("restricted") // A call into the C library is the whole point.
  private static void call(String function, MemorySegment softAndHard) {
    Linker linker = Linker.nativeLinker();
    MethodHandle handle =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow(function),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    try {
      if ((int) handle.invokeExact(RLIMIT_FSIZE, softAndHard) != 0) {
        throw new IllegalStateException(function + " failed");
      }
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
