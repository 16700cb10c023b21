package dev.perdure;

/**
 * A call or an ask under way; kept in the state by a machine that may want to {@linkplain
 * Step#cancel cancel} it.
 *
 * @param value opaque, 1 to 512 bytes of UTF-8 without control characters
 */
public record CallId(String value) {
  /** Checks the value. */
  public CallId {
    Checks.text("call id", value);
  }
}
