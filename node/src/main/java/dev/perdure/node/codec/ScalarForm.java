package dev.perdure.node.codec;

import java.time.DateTimeException;

/**
 * The values without structure, all of which {@link Scalars} knows, and constants of enums. Each
 * can also be the name of a property, and so the key of a map: {@link #text} and {@link #parse}.
 */
abstract class ScalarForm extends Form {
  /** The value as the name of a property. */
  abstract String text(Object value);

  /**
   * The value whose {@link #text} this is.
   *
   * @throws IllegalArgumentException or {@link DateTimeException} if it is none
   */
  abstract Object parse(String text);
}
