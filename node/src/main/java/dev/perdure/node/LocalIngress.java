package dev.perdure.node;

import dev.perdure.BadEventException;
import dev.perdure.MachineRef;
import dev.perdure.Placement;
import dev.perdure.ReplyTo;
import dev.perdure.RequestId;
import dev.perdure.kernel.EventShape;
import dev.perdure.kernel.MachineKind;
import dev.perdure.kernel.Program;
import dev.perdure.node.Requests.Forsaken;
import dev.perdure.node.codec.IngressDecoder;
import dev.perdure.node.codec.IngressException;
import dev.perdure.node.codec.JacksonCodec;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The way in by names and JSON. */
final class LocalIngress implements Ingress {
  private final Requests requests;
  private final Program program;
  private final List<TypeInfo> types;
  private final Map<EventShape, IngressDecoder<?>> decoders = new HashMap<>();

  /** An event with the machine it goes to. */
  private record Addressed(MachineRef<?> to, EventShape shape, IngressDecoder<?> decoder) {}

  LocalIngress(Requests requests, JacksonCodec codec) {
    this.requests = requests;
    this.program = requests.program();
    List<TypeInfo> all = new ArrayList<>();
    for (MachineKind kind : program.kinds()) {
      List<EventInfo> events = new ArrayList<>();
      for (EventShape shape : kind.events()) {
        if (isPublic(shape.type())) {
          IngressDecoder<?> decoder = new IngressDecoder<>(codec, shape.type(), shape.name());
          decoders.put(shape, decoder);
          events.add(
              new EventInfo(
                  shape.name(),
                  decoder.answer().map(codec::shape),
                  shape.isQuery(),
                  fields(shape, codec)));
        }
      }
      all.add(new TypeInfo(kind.name(), kind.definition().keysPlaced(), List.copyOf(events)));
    }
    types = List.copyOf(all);
  }

  /** Whether code of other packages could make it: then it may come from outside as well. */
  private static boolean isPublic(Class<?> type) {
    for (Class<?> at = type; at != null; at = at.getEnclosingClass()) {
      if (!Modifier.isPublic(at.getModifiers())) return false;
    }
    return true;
  }

  private static List<FieldInfo> fields(EventShape shape, JacksonCodec codec) {
    return Arrays.stream(shape.type().getRecordComponents())
        .filter(component -> component.getType() != ReplyTo.class)
        .map(
            component ->
                new FieldInfo(component.getName(), codec.shape(component.getGenericType())))
        .toList();
  }

  @Override
  public List<TypeInfo> types() {
    return types;
  }

  @Override
  public CompletableFuture<Void> send(
      RequestId id,
      String machineType,
      Optional<String> tag,
      String key,
      String event,
      byte[] body) {
    Addressed known = addressed(machineType, tag, key, event);
    if (known.shape.isQuery()) {
      throw new BadEventException(known.to, event, "it is a Query, which can only be asked");
    }
    Object made = decode(known, body, () -> Requests.replyTo(known.to, id));
    return LocalClient.nonNull(requests.send(id, known.to, known.shape, made, Forsaken.TAKEN));
  }

  @Override
  public CompletableFuture<byte[]> ask(
      RequestId id,
      String machineType,
      Optional<String> tag,
      String key,
      String event,
      byte[] body) {
    Addressed known = addressed(machineType, tag, key, event);
    if (known.shape.isQuery()) return query(machineType, tag, key, event, body);
    checkReplies(known);
    Object made = decode(known, body, () -> Requests.replyTo(known.to, id));
    return requests.ask(id, known.to, known.shape, made, Forsaken.TAKEN, bytes -> bytes);
  }

  @Override
  public CompletableFuture<byte[]> query(
      String machineType, Optional<String> tag, String key, String event, byte[] body) {
    Addressed known = addressed(machineType, tag, key, event);
    if (!known.shape.isQuery()) {
      throw new BadEventException(
          known.to, event, "it is no Query: ask it or send it under a request id");
    }
    Object made = decode(known, body, () -> Requests.queryReplyTo(known.to));
    return requests.query(known.to, known.shape, made, bytes -> bytes);
  }

  @Override
  public Object decode(
      String machineType, Optional<String> tag, String key, String event, byte[] body) {
    Addressed known = addressed(machineType, tag, key, event);
    return decode(known, body, () -> Requests.queryReplyTo(known.to));
  }

  private Addressed addressed(String machineType, Optional<String> tag, String key, String event) {
    Placement placement = tag.map(Placement::of).orElseGet(Placement::byKey);
    MachineRef<?> to = new MachineRef<>(machineType, placement, key);
    MachineKind kind = program.kindOf(to);
    @Nullable EventShape shape = kind.event(event).orElse(null);
    IngressDecoder<?> decoder = shape == null ? null : decoders.get(shape);
    if (shape == null || decoder == null) {
      List<String> accepted =
          kind.events().stream().filter(decoders::containsKey).map(EventShape::name).toList();
      throw new BadEventException(
          to, event, "no such event from outside; there are " + String.join(", ", accepted));
    }
    return new Addressed(to, shape, decoder);
  }

  private static void checkReplies(Addressed known) {
    if (!known.shape.hasReplyTo()) {
      throw new BadEventException(
          known.to, known.shape.name(), "it has no reply: send it instead of asking");
    }
  }

  /**
   * @throws IngressException if the body is no such event
   */
  private static Object decode(Addressed known, byte[] body, Supplier<ReplyTo<?>> address) {
    Optional<ReplyTo<?>> replyTo =
        known.shape.hasReplyTo() ? Optional.of(address.get()) : Optional.empty();
    return known.decoder.decode(body, replyTo);
  }
}
