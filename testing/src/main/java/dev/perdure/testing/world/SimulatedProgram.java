package dev.perdure.testing.world;

import static java.util.Objects.requireNonNull;

import dev.perdure.Activity;
import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.Part;
import dev.perdure.RetryPolicy;
import dev.perdure.kernel.Program;
import dev.perdure.node.codec.DurableNames;
import dev.perdure.node.codec.JacksonCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A program made ready to be simulated: its behaviours under observation, its codec checked. Making
 * one costs as much as a small run, so one is used for many runs, one after the other; behaviours
 * and bodies of activities are those of the run.
 */
final class SimulatedProgram {
  private final Program program;
  private final CheckedCodec codec;
  private final Map<String, Supplier<? extends Machine<?, ?>>> behaviours = new LinkedHashMap<>();
  private final Map<String, Activity.Bound<?, ?>> bodies = new LinkedHashMap<>();
  private @Nullable World world;

  /** What a program is, without the code that may be another in each run. */
  record Outline(List<Object> parts) {
    static Outline of(List<Part> parts) {
      List<Object> outline = new ArrayList<>();
      for (Part part : parts) {
        outline.add(
            switch (part) {
              case Definition<?, ?> d ->
                  List.of(
                      d.type(), d.states(), d.names(), d.constants(), d.retry(), d.keysPlaced());
              case Activity.Bound<?, ?> bound -> bound.activity();
            });
      }
      return new Outline(outline);
    }
  }

  SimulatedProgram(List<Part> parts) {
    Map<Class<?>, String> members = new LinkedHashMap<>();
    Map<Enum<?>, String> constants = new LinkedHashMap<>();
    List<Part> watched = new ArrayList<>();
    for (Part part : parts) {
      if (part instanceof Definition<?, ?> definition) {
        members.putAll(definition.names());
        constants.putAll(definition.constants());
        watched.add(watched(definition));
      } else {
        watched.add(part);
      }
    }
    this.codec = new CheckedCodec(new JacksonCodec(new DurableNames(members, constants)));
    this.program = new Program(watched, codec);
  }

  private <S, E> Definition<S, E> watched(Definition<S, E> definition) {
    RetryPolicy retry = definition.retry();
    String type = definition.type().name();
    return new Definition<>(
        definition.type(),
        definition.states(),
        () -> new WatchedMachine<>(this, this.<S, E>behaviour(type), retry.attempts()),
        definition.names(),
        definition.constants(),
        retry,
        definition.keysPlaced());
  }

  @SuppressWarnings("unchecked") // The parts of a run have the outline of these.
  private <S, E> Machine<S, E> behaviour(String type) {
    return (Machine<S, E>) requireNonNull(behaviours.get(type)).get();
  }

  /** A run begins. */
  void begin(World running, List<Part> parts) {
    world = running;
    for (Part part : parts) {
      switch (part) {
        case Definition<?, ?> definition ->
            behaviours.put(definition.type().name(), definition.behaviour());
        case Activity.Bound<?, ?> bound -> bodies.put(bound.activity().name(), bound);
      }
    }
  }

  /** The run is over. */
  void end() {
    world = null;
  }

  World world() {
    return requireNonNull(world, "no run is under way");
  }

  Program program() {
    return program;
  }

  CheckedCodec codec() {
    return codec;
  }

  Activity.Bound<?, ?> activity(String name) {
    return requireNonNull(bodies.get(name), name);
  }
}
