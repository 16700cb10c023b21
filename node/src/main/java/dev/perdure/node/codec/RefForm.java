package dev.perdure.node.codec;

import dev.perdure.MachineRef;
import dev.perdure.Placement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.sym.PropertyNameMatcher;

/**
 * Addresses of machines: {@code {"type":"vm","key":"7"}}, with a placement only where it has one.
 */
final class RefForm extends Form {
  private static final String EXPECTED = "a machine's address with type and key";
  private static final SerializedString TYPE = new SerializedString("type");
  private static final SerializedString PLACEMENT = new SerializedString("placement");
  private static final SerializedString KEY = new SerializedString("key");
  private static final PropertyNameMatcher NAMES =
      Json.matcher(List.of(TYPE.getValue(), PLACEMENT.getValue(), KEY.getValue()));

  @Override
  String expected() {
    return EXPECTED;
  }

  @Override
  void write(Object value, JsonGenerator json) {
    MachineRef<?> ref = (MachineRef<?>) value;
    json.writeStartObject();
    json.writeName(TYPE);
    json.writeString(ref.type());
    if (ref.placed()) {
      json.writeName(PLACEMENT);
      json.writeString(ref.placement().tag());
    }
    json.writeName(KEY);
    json.writeString(ref.key());
    json.writeEndObject();
  }

  @Override
  Object read(JsonInput in) {
    if (!in.at(JsonToken.START_OBJECT)) throw in.unexpected(EXPECTED);
    String type = null;
    String tag = null;
    String key = null;
    int match;
    while ((match = in.parser.nextNameMatch(NAMES)) != PropertyNameMatcher.MATCH_END_OBJECT) {
      in.next();
      switch (match) {
        case 0 -> type = in.text("the name of a machine type");
        case 1 -> tag = in.text("a placement tag");
        case 2 -> key = in.text("a machine's key");
        default -> in.parser.skipChildren();
      }
    }
    return ref(type, tag, key, in);
  }

  private static MachineRef<?> ref(
      @Nullable String type, @Nullable String tag, @Nullable String key, JsonInput in) {
    if (type == null || key == null) {
      throw in.fault(EXPECTED, "one without " + (type == null ? "type" : "key"));
    }
    try {
      return new MachineRef<>(type, tag == null ? Placement.byKey() : Placement.of(tag), key);
    } catch (IllegalArgumentException e) {
      throw in.fault(EXPECTED, "one out of bounds: " + e.getMessage());
    }
  }
}
