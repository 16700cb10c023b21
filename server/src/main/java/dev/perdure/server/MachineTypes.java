package dev.perdure.server;

import dev.perdure.MachineRef;
import dev.perdure.Placement;
import dev.perdure.node.Ingress.EventInfo;
import dev.perdure.node.Ingress.TypeInfo;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The machine types of the node and their public events, by the names that callers use. */
final class MachineTypes {
  private final Map<String, Known> byName = new LinkedHashMap<>();

  MachineTypes(List<TypeInfo> types) {
    for (TypeInfo type : types) {
      Map<String, EventInfo> events = new LinkedHashMap<>();
      type.events().forEach(event -> events.put(event.name(), event));
      byName.put(type.name(), new Known(type, events));
    }
  }

  /** A machine type with its events by name. */
  record Known(TypeInfo info, Map<String, EventInfo> events) {
    /**
     * The event.
     *
     * @throws Problem naming those that there are
     */
    EventInfo event(String name) {
      EventInfo event = events.get(name);
      if (event != null) return event;
      throw new Problem(
              ProblemType.UNKNOWN_EVENT,
              "machine type '%s' takes no such event from outside".formatted(info.name()))
          .accepted(events.keySet());
    }
  }

  /** A machine as a request names it. */
  record Address(Known type, Optional<String> tag, String key) {
    String typeName() {
      return type.info().name();
    }

    MachineRef<Object> ref() {
      Placement placement = tag.map(Placement::of).orElse(Placement.byKey());
      return new MachineRef<>(typeName(), placement, key);
    }
  }

  Collection<Known> all() {
    return byName.values();
  }

  /**
   * The machine type.
   *
   * @throws Problem naming those that there are
   */
  Known type(String name) {
    Known known = byName.get(name);
    if (known != null) return known;
    throw new Problem(ProblemType.UNKNOWN_MACHINE_TYPE, "this node has no such machine type")
        .accepted(byName.keySet());
  }

  /**
   * The machine that the path {@code /v1/machines/{type}/{key}...} and the placement name.
   *
   * @throws Problem if the type is unknown, wants a placement or has none, or the key breaks the
   *     bounds
   */
  Address address(Request request) {
    Known type = type(request.segments().get(2));
    Address address = new Address(type, request.parameter("placement"), request.segments().get(3));
    if (type.info().placed() != address.tag().isPresent()) {
      throw new Problem(
          ProblemType.BAD_ADDRESS,
          type.info().placed()
              ? "machines of type '%s' are placed: add ?placement=TAG".formatted(type.info().name())
              : "machines of type '%s' are not placed: leave out the placement"
                  .formatted(type.info().name()));
    }
    try {
      address.ref();
    } catch (IllegalArgumentException e) {
      throw new Problem(ProblemType.BAD_ADDRESS, String.valueOf(e.getMessage()));
    }
    return address;
  }
}
