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
 * @param sign what may be seen of it, beside a check that names the guarantee
 * @param what is wrong with it, in a few words
 * @param file the name of the source file
 * @param task that finds it
 * @param edits the changes; each original stands in the file once, whatever its layout
 */
record PlantedBug(
    String guarantee, Sign sign, String what, String file, FaultRun.Task task, List<Edit> edits) {

  PlantedBug(String guarantee, String what, String file, FaultRun.Task task, List<Edit> edits) {
    this(guarantee, Sign.OWN, what, file, task, edits);
  }

  /** What may be seen of a bug instead of the guarantee that it breaks, and why. */
  enum Sign {
    OWN("", "the check names the guarantee"),
    LOST("G2:", "a message without its step shows as one that was lost or came twice"),
    DISORDER("G1, G2, G3:", "what a step should not have left shows with the events of others"),
    NOT_DURABLE("G4:", "a step that is lost shows as an answer given before it was durable"),
    LEFT_OVER("G5:", "work that nobody goes on with shows when everything else is at rest"),
    GAP("inbox from partition", "a partition notices itself that its inbox has a gap"),
    BATCH_MISSING("partition ", "the next commit is refused, for the one before is not there"),
    BY_CHANCE("by chance", "the error that the handler throws comes out as it is");

    private final String beginning;

    final String why;

    Sign(String beginning, String why) {
      this.beginning = beginning;
      this.why = why;
    }

    private boolean isOf(String message) {
      return this != OWN && message.startsWith(beginning);
    }
  }

  /** Whether that is the bug, and no accident of the run: it names the guarantee, or the sign. */
  boolean isSeenIn(Throwable thrown) {
    String message = String.valueOf(thrown.getMessage());
    String named = message.substring(0, Math.max(0, message.indexOf(':')));
    return Arrays.asList(named.split(", ")).contains(guarantee) || sign.isOf(message);
  }

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
    return of(guarantee, Sign.OWN, what, file, task, original, replacement);
  }

  static PlantedBug of(
      String guarantee,
      Sign sign,
      String what,
      String file,
      FaultRun.Task task,
      String original,
      String replacement) {
    return new PlantedBug(
        guarantee, sign, what, file, task, List.of(new Edit(original, replacement)));
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
