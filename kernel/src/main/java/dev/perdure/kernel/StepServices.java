package dev.perdure.kernel;

import static java.util.Objects.requireNonNull;

import dev.perdure.BadEventException;
import dev.perdure.EventTooLargeException;
import dev.perdure.MachineRef;
import dev.perdure.kernel.spi.Clock;
import dev.perdure.kernel.spi.Codec.CodecException;
import dev.perdure.kernel.spi.Codec.ValueCodec;
import dev.perdure.kernel.spi.Entropy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What the steps of one partition share. Used by the partition alone. */
final class StepServices {
  private final Program program;
  private final PartitionConfig config;
  private final Clock clock;
  private final Entropy entropy;
  private final Calls calls;
  private final ReplyCodecs replies;
  private final Templates templates = new Templates(this);
  private final String idPrefix;
  private final Map<Class<?>, ValueCodec<Object>> requests = new LinkedHashMap<>();
  private long ids;

  StepServices(
      Program program,
      PartitionConfig config,
      Clock clock,
      Entropy entropy,
      Calls calls,
      PartitionLog log) {
    this.program = program;
    this.config = config;
    this.clock = clock;
    this.entropy = entropy;
    this.calls = calls;
    this.replies = new ReplyCodecs(program.codec());
    this.idPrefix = log.idPrefix;
  }

  Program program() {
    return program;
  }

  PartitionConfig config() {
    return config;
  }

  Clock clock() {
    return clock;
  }

  Entropy entropy() {
    return entropy;
  }

  Calls calls() {
    return calls;
  }

  Templates templates() {
    return templates;
  }

  String newId() {
    ids++;
    return idPrefix + Long.toString(ids, 36);
  }

  /**
   * The shape of an event for a machine.
   *
   * @throws BadEventException when it is not of the machine's family
   */
  EventShape shapeOf(MachineKind kind, MachineRef<?> to, Object event) {
    EventShape shape = kind.event(event.getClass());
    if (shape == null) {
      throw new BadEventException(
          to,
          event.getClass().getTypeName(),
          "not an event of machine type '%s'; those are %s"
              .formatted(
                  kind.name(),
                  kind.events().stream().map(EventShape::name).collect(Collectors.joining(", "))));
    }
    return shape;
  }

  /**
   * An event on its way to a machine.
   *
   * @throws BadEventException as {@link #shapeOf} and {@link #encode}
   */
  Message.EventMessage message(MachineRef<?> to, Object event) {
    requireNonNull(to, "the receiver of a send");
    requireNonNull(event, "the event of a send");
    EventShape shape = shapeOf(program.kindOf(to), to, event);
    return new Message.EventMessage(
        shape.name(), encode(to, shape, event), new TypedEvent(shape, event));
  }

  /**
   * An event as bytes.
   *
   * @throws BadEventException when it cannot be written
   * @throws EventTooLargeException when it is over the bound
   */
  byte[] encode(MachineRef<?> to, EventShape shape, Object event) {
    byte[] bytes;
    try {
      bytes = shape.encode(event);
    } catch (CodecException e) {
      throw new BadEventException(to, shape.name(), e.getMessage() + "", e);
    }
    if (bytes.length > config.maxEventBytes()) {
      throw new EventTooLargeException(to, shape.name(), bytes.length, config.maxEventBytes());
    }
    return bytes;
  }

  byte[] encodeReply(Object answer) {
    byte[] bytes = replies.encode(answer);
    checkSize("answer " + answer.getClass().getSimpleName(), bytes);
    return bytes;
  }

  @SuppressWarnings("unchecked") // Only values of the type are given to the codec.
  byte[] encodeAs(Class<?> type, Object value) {
    return requests
        .computeIfAbsent(type, of -> (ValueCodec<Object>) program.codec().of(of))
        .encode(value);
  }

  void checkSize(String what, byte[] bytes) {
    if (bytes.length > config.maxEventBytes()) {
      throw new IllegalArgumentException(
          "%s has %d bytes, more than the bound of %d"
              .formatted(what, bytes.length, config.maxEventBytes()));
    }
  }

  byte[] encodeState(MachineKind kind, MachineKind.StateShape shape, Object state) {
    byte[] bytes = shape.codec().encode(state);
    if (bytes.length > config.maxStateBytes()) {
      throw new IllegalStateException(
          ("state %s of machine type '%s' has %d bytes, more than the bound of %d; keep what grows"
                  + " in durable maps and queues")
              .formatted(shape.name(), kind.name(), bytes.length, config.maxStateBytes()));
    }
    return bytes;
  }
}
