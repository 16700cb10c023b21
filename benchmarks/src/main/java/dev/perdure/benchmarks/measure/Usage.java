package dev.perdure.benchmarks.measure;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What a process has used up since it began.
 *
 * @param cpuNanos of all its threads, those of the JVM and of the store too
 * @param allocatedBytes of its Java threads, in the heap
 * @param diskBytes that it caused to be written, without what the file system adds; -1 where the
 *     system does not tell
 * @param gcMillis in pauses for garbage collection
 * @param longestGcMillis the longest pause since the usage was last read
 */
public record Usage(
    long cpuNanos, long allocatedBytes, long diskBytes, long gcMillis, long longestGcMillis) {
  private static final Path IO = Path.of("/proc/self/io");
  private static final Path STATUS = Path.of("/proc/self/status");

  /** None at all. */
  public static final Usage NONE = new Usage(0, 0, 0, 0, 0);

  /** That of this process. */
  public static Usage now() {
    return new Usage(
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime(),
        ManagementFactory.getPlatformMXBean(ThreadMXBean.class).getTotalThreadAllocatedBytes(),
        number(IO, "write_bytes:"),
        GcPauses.totalMillis(),
        GcPauses.takeLongestMillis());
  }

  /** The memory of this process that is in use, not only its heap; -1 where nobody tells. */
  public static long residentBytes() {
    long kib = number(STATUS, "VmRSS:");
    return kib < 0 ? -1 : kib << 10;
  }

  private static long number(Path file, String name) {
    if (!Files.exists(file)) return -1;
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(-1);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** What was used up since an earlier reading. */
  public Usage since(Usage before) {
    return new Usage(
        cpuNanos - before.cpuNanos,
        allocatedBytes - before.allocatedBytes,
        diskBytes < 0 ? -1 : diskBytes - before.diskBytes,
        gcMillis - before.gcMillis,
        longestGcMillis);
  }

  /** On one line, to be told to another process. */
  public String toLine() {
    return LongStream.of(cpuNanos, allocatedBytes, diskBytes, gcMillis, longestGcMillis)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(" "));
  }

  /** Reads what {@link #toLine} wrote. */
  public static Usage ofLine(String line) {
    long[] all = Stream.of(line.split(" ", -1)).mapToLong(Long::parseLong).toArray();
    return new Usage(all[0], all[1], all[2], all[3], all[4]);
  }
}
