package dev.perdure.node;

import dev.perdure.RequestId;
import dev.perdure.node.codec.Shape;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Requests by name and JSON. Only public event types can come in this way: an event record that is
 * not public is between machines. All methods may be called from any thread.
 */
public interface Ingress {
  /** The machine types that the node knows, by name. */
  List<TypeInfo> types();

  /**
   * Sends an event; completes when it is durable in the machine's mailbox. Cancelling the future
   * ends the waiting, and not the request.
   *
   * @param tag the placement tag; empty for a machine that is placed by its key
   * @param body the event as a JSON object, without its ReplyTo
   * @throws dev.perdure.node.codec.IngressException naming the field, what was expected and found
   * @throws dev.perdure.UnknownMachineTypeException when there is no such type
   * @throws dev.perdure.BadPlacementException when the type wants a tag, or none
   * @throws dev.perdure.BadEventException when there is no such event for the type
   * @throws dev.perdure.EventTooLargeException when it is over the size bound
   * @throws IllegalArgumentException when key, tag or request id are malformed
   */
  CompletableFuture<Void> send(
      RequestId id,
      String machineType,
      Optional<String> tag,
      String key,
      String event,
      byte[] body);

  /** As {@link #send}, and completes with the reply as JSON. */
  CompletableFuture<byte[]> ask(
      RequestId id,
      String machineType,
      Optional<String> tag,
      String key,
      String event,
      byte[] body);

  /** Asks a query: no request id, nothing is remembered. Completes with the reply as JSON. */
  CompletableFuture<byte[]> query(
      String machineType, Optional<String> tag, String key, String event, byte[] body);

  /**
   * An event of a type, made from JSON; for {@link Operator#replace}. Where it has a ReplyTo, that
   * one leads nowhere.
   */
  Object decode(String machineType, Optional<String> tag, String key, String event, byte[] body);

  /** A machine type. */
  record TypeInfo(String name, boolean placed, List<EventInfo> events) {}

  /**
   * An event type that may come in from outside.
   *
   * @param reply what its answer looks like; empty when it has none
   * @param query whether it only reads
   * @param fields its components but the ReplyTo
   */
  record EventInfo(String name, Optional<Shape> reply, boolean query, List<FieldInfo> fields) {
    public EventInfo {
      fields = List.copyOf(fields);
    }
  }

  /** A component of an event, and what its JSON looks like. */
  record FieldInfo(String name, Shape shape) {}
}
