package dev.perdure.benchmarks.micro;

import dev.perdure.kernel.spi.Codec.ValueCodec;

/**
 * What a step of a counter has to read and write, with the address of its answer as a text, so that
 * every codec can take it as it is.
 */
@SuppressWarnings("ImmutableEnumChecker") // the values are records of such
enum Sample {
  STATE(State.class, new State(123_456, "x".repeat(173))),
  EVENT(Add.class, new Add(1, "request|1y2p0ij32e8e7|counter||517")),
  REPLY(Long.class, 123_456L);

  private final Class<?> type;
  private final Object value;

  /** The state of a counter. */
  record State(long sum, String padding) {}

  /** The event of a counter. */
  record Add(long number, String to) {}

  Sample(Class<?> type, Object value) {
    this.type = type;
    this.value = value;
  }

  Object value() {
    return value;
  }

  @SuppressWarnings("unchecked") // Only values of the class are given to it.
  ValueCodec<Object> codec(Codecs codecs) {
    return (ValueCodec<Object>) codecs.of(type);
  }
}
