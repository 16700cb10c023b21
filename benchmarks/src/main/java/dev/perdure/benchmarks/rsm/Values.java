package dev.perdure.benchmarks.rsm;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.kernel.spi.Codec.ValueCodec;
import dev.perdure.node.codec.DurableNames;
import dev.perdure.node.codec.JacksonCodec;

/** The behaviour, the states and the events of one machine type, with the codec that a node has. */
final class Values {
  private final Definition<?, ?> definition;
  private final ValueCodec<Object> events;
  private final ValueCodec<Object> states;

  @SuppressWarnings("unchecked") // Only values of the families are given to the codecs.
  Values(Definition<?, ?> definition) {
    this.definition = definition;
    JacksonCodec codec =
        new JacksonCodec(new DurableNames(definition.names(), definition.constants()));
    events = (ValueCodec<Object>) codec.of((Class<?>) definition.type().events());
    states = (ValueCodec<Object>) codec.of((Class<?>) definition.states());
  }

  String type() {
    return definition.type().name();
  }

  @SuppressWarnings("unchecked") // A definition binds behaviour and families of the same types.
  Machine<Object, Object> newBehaviour() {
    return (Machine<Object, Object>) definition.behaviour().get();
  }

  ValueCodec<Object> events() {
    return events;
  }

  ValueCodec<Object> states() {
    return states;
  }
}
