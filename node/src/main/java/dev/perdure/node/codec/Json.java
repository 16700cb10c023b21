package dev.perdure.node.codec;

import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.sym.PropertyNameMatcher;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.core.util.Named;

/** The parser's settings, and the bounds in both directions: what is written can be read. */
final class Json {
  /** Levels of objects and arrays in one value. */
  static final int MAX_DEPTH = 200;

  /** Characters of one number. */
  static final int MAX_NUMBER_LENGTH = 10_000;

  /** The property that holds the durable name of a family's member. */
  static final String TYPE = "@type";

  /** The property that holds the constant where an enum is a member of a family. */
  static final String CONSTANT = "@value";

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          // Stored and sent JSON is UTF-8 (RFC 8259); guessing would let one text have two
          // readings.
          .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
          // Known names are matched without making a string; unknown ones come from outside, and
          // must neither fill the JVM's table nor, by colliding, make stored data unreadable.
          .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
          .disable(TokenStreamFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER_LENGTH)
                  // Whoever hands in bytes has bounded them; a part needs no bound of its own.
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .recyclerPool(JsonRecyclerPools.threadLocalPool())
          .build();

  private Json() {}

  /** Finds the index of a property name in the list without making a string of it. */
  static PropertyNameMatcher matcher(List<String> names) {
    return FACTORY.constructNameMatcher(names.stream().map(Named::fromString).toList(), false);
  }

  /** Where the JSON is broken. */
  static String place(JacksonException e) {
    TokenStreamLocation at = e.getLocation();
    return at == null ? "" : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
  }

  /** What the parser says, without the names of its classes. */
  static String reason(JacksonException e) {
    String message = e.getOriginalMessage();
    if (message == null) return "";
    // Behind these words come the parser's own names for places.
    String line = message.lines().findFirst().orElse("").split(" \\((for|start marker) ", 2)[0];
    boolean inside = line.isEmpty() || line.contains("jackson") || line.contains("Source");
    return inside ? "" : " (" + line + ")";
  }
}
