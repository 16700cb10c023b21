package dev.perdure.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A bug planted into one source file, of the kernel or of the simulated seams.
 *
 * @param guarantee that it breaks, such as {@code G2}
 * @param what is wrong with it, in a few words
 * @param file the name of the source file
 * @param task that finds it
 * @param edits the changes; each original stands in the file once, whatever its layout
 */
record PlantedBug(
    String guarantee, String what, String file, FaultRun.Task task, List<Edit> edits) {

  /** Text, and what stands in its place. */
  record Edit(String original, String replacement) {
    String apply(String source, String file) {
      String words =
          Arrays.stream(original.strip().split("\\s+"))
              .map(Pattern::quote)
              .collect(Collectors.joining("\\s+"));
      Matcher found = Pattern.compile(words).matcher(source);
      if (!found.find()) {
        throw new IllegalArgumentException(
            "planted bug: %s has no \"%s\"; change the list with the source"
                .formatted(file, original));
      }
      int start = found.start();
      int end = found.end();
      if (found.find()) {
        throw new IllegalArgumentException(
            "planted bug: %s has \"%s\" twice; name more of it".formatted(file, original));
      }
      return source.substring(0, start) + replacement + source.substring(end);
    }
  }

  static PlantedBug of(
      String guarantee,
      String what,
      String file,
      FaultRun.Task task,
      String original,
      String replacement) {
    return new PlantedBug(guarantee, what, file, task, List.of(new Edit(original, replacement)));
  }

  String applyTo(String source) {
    String patched = source;
    for (Edit edit : edits) {
      patched = edit.apply(patched, file);
    }
    return patched;
  }

  @Override
  public String toString() {
    return guarantee + ": " + what;
  }
}
