package dev.perdure.node.codec;

/** A name that is known beforehand, with its bytes in JSON. */
final class Name {
  private final String text;

  /** As that of a property that is not the first one: {@code ,"name":}. */
  private final byte[] property;

  Name(String text) {
    this.text = text;
    JsonBuffer buffer = new JsonBuffer();
    buffer.add(',');
    if (!buffer.addQuoted(text)) {
      throw new IllegalArgumentException("a name with an unpaired surrogate: " + text);
    }
    buffer.add(':');
    this.property = buffer.take();
  }

  String text() {
    return text;
  }

  void addProperty(JsonBuffer to, boolean first) {
    to.add(property, first ? 1 : 0, property.length);
  }

  void addString(JsonBuffer to) {
    to.add(property, 1, property.length - 1);
  }
}
