package dev.perdure.kernel;

import dev.perdure.Activity;
import dev.perdure.BadPlacementException;
import dev.perdure.Definition;
import dev.perdure.MachineRef;
import dev.perdure.Part;
import dev.perdure.UnknownMachineTypeException;
import dev.perdure.kernel.spi.Codec;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** All machine types and activities that a node knows. Immutable; shared by all its partitions. */
public final class Program {
  private final SequencedMap<String, MachineKind> kinds = new LinkedHashMap<>();
  private final SequencedMap<String, Activity.Bound<?, ?>> activities = new LinkedHashMap<>();
  private final Codec codec;

  /**
   * @throws IllegalArgumentException when two parts have one name, or a type cannot be stored
   */
  public Program(List<? extends Part> parts, Codec codec) {
    this.codec = codec;
    for (Part part : parts) {
      switch (part) {
        case Definition<?, ?> definition -> {
          MachineKind kind = new MachineKind(definition, codec);
          if (kinds.putIfAbsent(kind.name(), kind) != null) {
            throw new IllegalArgumentException(
                "two definitions of machine type '" + kind.name() + "'; names must be unique");
          }
        }
        case Activity.Bound<?, ?> bound -> {
          if (activities.putIfAbsent(bound.activity().name(), bound) != null) {
            throw new IllegalArgumentException(
                "two activities of name '" + bound.activity().name() + "'; names must be unique");
          }
        }
      }
    }
  }

  public Codec codec() {
    return codec;
  }

  public Collection<MachineKind> kinds() {
    return kinds.sequencedValues();
  }

  public Optional<MachineKind> kind(String type) {
    return Optional.ofNullable(kinds.get(type));
  }

  @Nullable MachineKind kindOrNull(String type) {
    return kinds.get(type);
  }

  public Optional<Activity.Bound<?, ?>> activity(String name) {
    return Optional.ofNullable(activities.get(name));
  }

  /**
   * The kind of machine that a ref names.
   *
   * @throws UnknownMachineTypeException when there is none of this type
   * @throws BadPlacementException when the ref is placed and its type is not, or the other way
   *     round
   */
  public MachineKind kindOf(MachineRef<?> ref) {
    MachineKind kind = kinds.get(ref.type());
    if (kind == null) {
      throw new UnknownMachineTypeException(ref.type(), kinds.sequencedKeySet());
    }
    if (kind.definition().keysPlaced() != ref.placed()) {
      throw new BadPlacementException(ref);
    }
    return kind;
  }
}
