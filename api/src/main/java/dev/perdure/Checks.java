package dev.perdure;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The bounds that names, keys and durations have in common, with messages that name the part at
 * fault. The loops are written by hand: a {@link MachineRef} is made for every event that is read.
 */
final class Checks {
  /** Bound of keys, tags and names, in bytes of UTF-8. */
  static final int MAX_TEXT_BYTES = 512;

  private static final int MAX_TYPE_LENGTH = 64;
  private static final int SHOWN_CHARS = 40;

  /** Longest duration of a timer or policy: it fits 63 bits of nanoseconds, with room to add. */
  private static final Duration MAX_DURATION = Duration.ofDays(36_500);

  private Checks() {}

  static String text(String what, String value) {
    return text(what, value, MAX_TEXT_BYTES);
  }

  static String text(String what, String value, int maxBytes) {
    requireNonNull(value, what);
    if (value.isEmpty()) throw new IllegalArgumentException(what + " must not be empty");
    return textOrEmpty(what, value, maxBytes);
  }

  static String textOrEmpty(String what, String value) {
    return textOrEmpty(what, requireNonNull(value, what), MAX_TEXT_BYTES);
  }

  private static String textOrEmpty(String what, String value, int maxBytes) {
    int bytes = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < 0x20) {
        throw new IllegalArgumentException(
            "%s has the control character U+%04X at index %d: %s"
                .formatted(what, (int) c, i, shown(value)));
      }
      if (c < 0x80) {
        bytes += 1;
      } else if (c < 0x800) {
        bytes += 2;
      } else if (!Character.isSurrogate(c)) {
        bytes += 3;
      } else if (startsPair(value, i)) {
        bytes += 4;
        i++;
      } else {
        throw new IllegalArgumentException(
            "%s has the unpaired surrogate U+%04X at index %d: %s"
                .formatted(what, (int) c, i, shown(value)));
      }
    }
    if (bytes > maxBytes) {
      throw new IllegalArgumentException(
          "%s has %d bytes in UTF-8, more than %d: %s"
              .formatted(what, bytes, maxBytes, shown(value)));
    }
    return value;
  }

  private static boolean startsPair(String value, int index) {
    return Character.isHighSurrogate(value.charAt(index))
        && index + 1 < value.length()
        && Character.isLowSurrogate(value.charAt(index + 1));
  }

  static String typeName(String value) {
    requireNonNull(value, "machine type");
    boolean good = !value.isEmpty() && value.length() <= MAX_TYPE_LENGTH;
    for (int i = 0; good && i < value.length(); i++) {
      char c = value.charAt(i);
      good = (c >= 'a' && c <= 'z') || (i > 0 && ((c >= '0' && c <= '9') || c == '-'));
    }
    if (!good) {
      throw new IllegalArgumentException(
          "machine type must be a small letter and then at most %d small letters, digits or '-': %s"
              .formatted(MAX_TYPE_LENGTH - 1, shown(value)));
    }
    return value;
  }

  static Duration positive(String what, Duration value) {
    requireNonNull(value, what);
    if (!value.isPositive()) {
      throw new IllegalArgumentException(what + " must be longer than zero: " + value);
    }
    return notTooLong(what, value);
  }

  static Duration notNegative(String what, Duration value) {
    requireNonNull(value, what);
    if (value.isNegative()) {
      throw new IllegalArgumentException(what + " must not be negative: " + value);
    }
    return notTooLong(what, value);
  }

  private static Duration notTooLong(String what, Duration value) {
    if (value.compareTo(MAX_DURATION) > 0) {
      throw new IllegalArgumentException(
          "%s must be at most %d days: %s".formatted(what, MAX_DURATION.toDays(), value));
    }
    return value;
  }

  static int atLeastOne(String what, int value) {
    if (value < 1) throw new IllegalArgumentException(what + " must be at least 1: " + value);
    return value;
  }

  /** The value in quotes, on one line of printable characters, cut where it is long. */
  static String shown(String value) {
    StringBuilder shown = new StringBuilder("\"");
    for (int i = 0; i < Math.min(value.length(), SHOWN_CHARS); i++) {
      char c = value.charAt(i);
      if (Character.isISOControl(c) || Character.isSurrogate(c)) {
        shown.append("\\u%04X".formatted((int) c));
      } else {
        shown.append(c);
      }
    }
    return shown.append(value.length() > SHOWN_CHARS ? "...\"" : "\"").toString();
  }
}
