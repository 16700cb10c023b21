package dev.perdure.server;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes URLs apart and puts them together (RFC 3986). Strict, and before anything is decoded: a
 * {@code %2F} in a key is a character of the key, and no part of a path is ever dropped or
 * resolved.
 */
final class UrlText {
  private static final String UNRESERVED = "-._~";

  private UrlText() {}

  /**
   * The parts between the slashes of a path, decoded; the path {@code /a/b} has two.
   *
   * @throws Problem if it is no path, or not UTF-8 when decoded
   */
  static List<String> segments(String rawPath) {
    String path = rawPath;
    if (path.regionMatches(true, 0, "http://", 0, 7)) {
      // The absolute form, which proxies use.
      int slash = path.indexOf('/', 7);
      path = slash < 0 ? "/" : path.substring(slash);
    }
    if (!path.startsWith("/")) throw malformed("the path does not begin with a slash");
    List<String> segments = new ArrayList<>();
    for (String part : path.substring(1).split("/", -1)) {
      segments.add(decode(part, false, "the path"));
    }
    return segments;
  }

  /**
   * The parameters of a query, decoded as forms are: a plus is a space.
   *
   * @throws Problem if one is there twice, or not UTF-8 when decoded
   */
  static Map<String, String> parameters(String rawQuery) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (rawQuery.isEmpty()) return parameters;
    for (String part : rawQuery.split("&", -1)) {
      if (part.isEmpty()) continue;
      int equals = part.indexOf('=');
      String name = decode(equals < 0 ? part : part.substring(0, equals), true, "the query");
      String value = equals < 0 ? "" : decode(part.substring(equals + 1), true, "the query");
      if (parameters.put(name, value) != null) {
        throw Problems.badParameter(name, "the parameter '%s' is there twice".formatted(name));
      }
    }
    return parameters;
  }

  /** The text as one part of a path or value of a query. */
  static String encode(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || UNRESERVED.indexOf(c) >= 0;
      if (plain) encoded.append(c);
      else encoded.append("%%%02X".formatted((int) c));
    }
    return encoded.toString();
  }

  private static String decode(String raw, boolean plusIsSpace, String where) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c <= 0x20 || c >= 0x7F) {
        throw malformed(where + " has a character that must be percent-encoded");
      }
      if (c == '%') {
        int high = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 1), 16) : -1;
        int low = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 2), 16) : -1;
        if (high < 0 || low < 0) {
          throw malformed(where + " has a % that is not followed by two hexadecimal digits");
        }
        bytes.write(high << 4 | low);
        i += 2;
      } else {
        bytes.write(c == '+' && plusIsSpace ? ' ' : c);
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw malformed(where + " is not UTF-8 when decoded");
    }
  }

  private static Problem malformed(String detail) {
    return new Problem(ProblemType.MALFORMED_REQUEST, detail);
  }
}
