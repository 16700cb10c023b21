package dev.perdure.testing.mutants;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A piece of source text, and what stands in its place.
 *
 * @param original stands in the source once, whatever its layout
 * @param replacement may be empty
 */
record Edit(String original, String replacement) {
  Edit {
    if (original.isBlank()) {
      throw new IllegalArgumentException("an edit of nothing");
    }
  }

  /**
   * @throws IllegalArgumentException when the source does not have the original once
   */
  String apply(String source) {
    String words =
        Arrays.stream(original.strip().split("\\s+"))
            .map(Pattern::quote)
            .collect(Collectors.joining("\\s+"));
    Matcher found = Pattern.compile(words).matcher(source);
    if (!found.find()) {
      throw new IllegalArgumentException(
          "the source has no \"%s\"; change the mutant with it".formatted(original));
    }
    int start = found.start();
    int end = found.end();
    if (found.find()) {
      throw new IllegalArgumentException(
          "the source has \"%s\" twice; name more of it".formatted(original));
    }
    return source.substring(0, start) + replacement + source.substring(end);
  }
}
