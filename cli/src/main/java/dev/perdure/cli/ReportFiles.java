package dev.perdure.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where what a simulation found is put.
 *
 * @param folder for the report of a failure
 * @param coverage where the coverage is shown, if it is
 */
record ReportFiles(Path folder, Optional<Path> coverage) {
  /**
   * Makes the folders, so that nothing is played in vain.
   *
   * @throws Failure if one cannot be made, or nothing can be written there
   */
  void prepare() {
    prepare("--report", folder);
    coverage.ifPresent(this::prepareCoverage);
  }

  private void prepareCoverage(Path file) {
    if (Files.isDirectory(file)) {
      throw unusable("--coverage", file, "it is a folder");
    }
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      prepare("--coverage", parent);
    }
  }

  private static void prepare(String option, Path folder) {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, "perdure", ""));
    } catch (FileAlreadyExistsException e) {
      throw unusable(option, folder, "it is no folder");
    } catch (IOException e) {
      throw unusable(option, folder, e.toString());
    }
  }

  private static Failure unusable(String option, Path path, String why) {
    return new Failure(
        Failure.WRONG_CALL, "option %s: cannot write to %s: %s".formatted(option, path, why));
  }
}
