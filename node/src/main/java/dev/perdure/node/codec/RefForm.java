package dev.perdure.node.codec;

import dev.perdure.MachineRef;
import dev.perdure.Placement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;
import tools.jackson.core.sym.PropertyNameMatcher;

/**
 * Addresses of machines: {@code {"type":"vm","key":"7"}}, with a placement only where it has one.
 */
final class RefForm extends Form {
  private static final String EXPECTED = "a machine's address with type and key";
  private static final Name TYPE = new Name("type");
  private static final Name PLACEMENT = new Name("placement");
  private static final Name KEY = new Name("key");
  private static final PropertyNameMatcher NAMES =
      Json.matcher(List.of(TYPE.text(), PLACEMENT.text(), KEY.text()));

  @Override
  String expected() {
    return EXPECTED;
  }

  @Override
  void write(Object value, JsonOutput out) {
    MachineRef<?> ref = (MachineRef<?>) value;
    out.startObject();
    out.name(TYPE);
    out.string(ref.type());
    if (ref.placed()) {
      out.name(PLACEMENT);
      out.string(ref.placement().tag());
    }
    out.name(KEY);
    out.string(ref.key());
    out.endObject();
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
