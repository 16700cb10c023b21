package dev.perdure.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A fresh folder that is deleted with all that is in it when it is closed, or when the process ends
 * before, if that is not by SIGKILL.
 */
final class Scratch implements AutoCloseable {
  private final Path dir;
  private final Thread atExit = new Thread(this::deleteIfPossible, "delete-scratch");

  private Scratch(Path dir) {
    this.dir = dir;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Makes one.
   *
   * @param parent where; made if it is missing, and not deleted
   */
  static Scratch in(Path parent, String prefix) throws IOException {
    Files.createDirectories(parent);
    return new Scratch(Files.createTempDirectory(parent, prefix));
  }

  Path dir() {
    return dir;
  }

  /** While others end and may still write, some may stay. */
  private void deleteIfPossible() {
    try {
      Trees.delete(dir);
    } catch (NoSuchFileException e) {
      // Deleted by another.
    } catch (IOException e) {
      System.err.println("perdure: could not delete " + dir + ": " + e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      return; // It is being deleted.
    }
    Trees.delete(dir);
  }
}
