package dev.perdure.node.codec;

import dev.perdure.ReplyTo;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/** One decoding under way: the parser, its bytes, and how strict to be. Used by one thread. */
final class JsonInput implements AutoCloseable {
  private static final int SHOWN_CHARS = 40;

  /** Where the bytes come from. */
  sealed interface Origin {
    /** This program, perhaps in an older version: missing components are null. */
    record Stored() implements Origin {}

    /**
     * A caller outside: nothing but an Optional may be missing, and the reply address is the
     * ingress's to give.
     */
    record Outside(Optional<ReplyTo<?>> replyTo) implements Origin {}
  }

  final JsonParser parser;
  private final byte[] bytes;
  private final Origin origin;

  JsonInput(byte[] bytes, Origin origin) {
    this.bytes = bytes;
    this.origin = origin;
    this.parser = Json.FACTORY.createParser(ObjectReadContext.empty(), bytes);
  }

  Origin origin() {
    return origin;
  }

  boolean fromOutside() {
    return origin instanceof Origin.Outside;
  }

  /** The whole document as one value of the form. */
  static Object readAll(byte[] bytes, Origin origin, Form form) {
    try (JsonInput in = new JsonInput(bytes, origin)) {
      if (in.parser.nextToken() == null) throw new DecodeFault("", form.expected(), "nothing");
      Object value = form.read(in);
      if (in.parser.nextToken() != null) {
        throw new DecodeFault("", "one JSON value", "more behind its end");
      }
      return value;
    } catch (StreamConstraintsException e) {
      throw new DecodeFault(
          "",
          "JSON of at most %d levels and numbers of at most %d characters"
              .formatted(Json.MAX_DEPTH, Json.MAX_NUMBER_LENGTH),
          "more");
    } catch (UnexpectedEndOfInputException e) {
      throw new DecodeFault("", "JSON", "an end too early" + Json.place(e));
    } catch (JacksonException e) {
      throw new DecodeFault("", "JSON", "bad syntax" + Json.place(e) + Json.reason(e));
    }
  }

  /** The current token is not what the form reads. */
  DecodeFault unexpected(String expected) {
    return new DecodeFault(pointer(), expected, found());
  }

  DecodeFault fault(String expected, String found) {
    return new DecodeFault(pointer(), expected, found);
  }

  String pointer() {
    return parser.streamReadContext().pathAsPointer().toString();
  }

  /** The current token for people. */
  String found() {
    return switch (parser.currentToken()) {
      case START_OBJECT, END_OBJECT, PROPERTY_NAME -> "an object";
      case START_ARRAY, END_ARRAY -> "an array";
      case VALUE_STRING -> "the string " + shown(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        String digits = parser.getString();
        yield "the number "
            + (digits.length() > SHOWN_CHARS ? digits.substring(0, SHOWN_CHARS) + "..." : digits);
      }
      case VALUE_TRUE -> "true";
      case VALUE_FALSE -> "false";
      case VALUE_NULL -> "null";
      case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> "nothing";
    };
  }

  /** Moves to the first token of the next value. */
  JsonToken next() {
    return parser.nextToken();
  }

  boolean at(JsonToken token) {
    return parser.currentToken() == token;
  }

  /** The current string, which has no unpaired surrogate. */
  String text(String expected) {
    if (!at(JsonToken.VALUE_STRING)) throw unexpected(expected);
    String text = parser.getString();
    if (!Text.wellFormed(text)) {
      throw fault(expected, "a string with an unpaired surrogate: " + shown(text));
    }
    return text;
  }

  /**
   * The string property of that name in the object whose first property name is the current token,
   * wherever in the object it is. The parser does not move: the bytes are read a second time, which
   * only input from outside makes necessary.
   */
  @Nullable String lookAhead(String name) {
    int start = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
    while (bytes[start] != '{') start--;
    try (JsonParser ahead =
        Json.FACTORY.createParser(ObjectReadContext.empty(), bytes, start, bytes.length - start)) {
      ahead.nextToken();
      for (String next = ahead.nextName(); next != null; next = ahead.nextName()) {
        boolean wanted = next.equals(name);
        if (ahead.nextToken() == JsonToken.VALUE_STRING && wanted) return ahead.getString();
        ahead.skipChildren();
      }
      return null;
    }
  }

  @Override
  public void close() {
    parser.close();
  }

  /** The text in quotes, on one line of printable characters, cut where it is long. */
  static String shown(String text) {
    StringBuilder shown = new StringBuilder("\"");
    for (int i = 0; i < Math.min(text.length(), SHOWN_CHARS); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) || Character.isSurrogate(c)) {
        shown.append("\\u%04X".formatted((int) c));
      } else {
        shown.append(c);
      }
    }
    return shown.append(text.length() > SHOWN_CHARS ? "...\"" : "\"").toString();
  }
}
