package dev.perdure.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.perdure.kernel.spi.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Exclusive use of a data directory, for as long as the process lives or until it is closed. The
 * file {@code LOCK} holds the lock, and the id of the process that took it last, for the message to
 * the next one.
 */
final class DirectoryLock implements AutoCloseable {
  /**
   * Directories held by this process. A lock of the operating system belongs to the process, and
   * closing <em>any</em> channel of its file gives it up: so a second opening in this process must
   * be refused before it touches the file.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  static final String FILE = "LOCK";

  private final Path realDir;
  private final FileChannel channel;

  private DirectoryLock(Path realDir, FileChannel channel) {
    this.realDir = realDir;
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @throws StoreException naming the directory and who may hold it
   */
  @SuppressWarnings("resource") // The lock lives as long as its channel, which the result owns.
  static DirectoryLock take(Path dir) throws IOException {
    Path realDir = dir.toRealPath();
    if (!HELD.add(realDir)) {
      throw new StoreException(
          "data directory " + dir + " is already open in this process; close that store first");
    }
    FileChannel channel = null;
    try {
      channel = FileChannel.open(realDir.resolve(FILE), CREATE, READ, WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw new StoreException(
            "data directory "
                + dir
                + " is in use by another process ("
                + holder(channel)
                + "); one process at a time may use it: stop that one, or choose another"
                + " directory");
      }
      channel.truncate(0);
      byte[] me = ("process " + ProcessHandle.current().pid() + "\n").getBytes(US_ASCII);
      channel.write(ByteBuffer.wrap(me), 0);
      return new DirectoryLock(realDir, channel);
    } catch (IOException | RuntimeException e) {
      if (channel != null) {
        channel.close();
      }
      HELD.remove(realDir);
      throw e;
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(64);
    channel.read(text, 0);
    String holder = US_ASCII.decode(text.flip()).toString().strip();
    return holder.isEmpty() ? "unknown" : holder;
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(realDir);
    }
  }
}
