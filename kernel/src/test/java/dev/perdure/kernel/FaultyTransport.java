package dev.perdure.kernel;

import dev.perdure.kernel.spi.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Puts frames and acknowledgements of one node on the wire. */
final class FaultyTransport implements Transport {
  private final FaultyWorld world;
  private final FaultyNode node;

  FaultyTransport(FaultyWorld world, FaultyNode node) {
    this.world = world;
    this.node = node;
  }

  @Override
  public void send(Frame frame) {
    world.cross(node);
    PartitionHead head = world.head(frame.source());
    long last = frame.firstSeq() + frame.events().size() - 1;
    Violation.check(
        head.sent().getOrDefault(frame.target(), 0L) >= last,
        "G4: %d to %d left before it was durable: message %d",
        frame.source(),
        frame.target(),
        last);
    world.wire.add(new Parcel.Run(frame));
  }

  @Override
  public void acknowledge(int source, int target, long seq, boolean again) {
    world.cross(node);
    Violation.check(
        world.head(target).consumed().getOrDefault(source, 0L) >= seq,
        "G4: %d acknowledged %d of %d before it was durable",
        target,
        seq,
        source);
    world.wire.add(new Parcel.Acknowledgement(source, target, seq, again));
  }

  /** Something on its way. */
  sealed interface Parcel {
    record Run(Frame frame) implements Parcel {}

    record Acknowledgement(int source, int target, long seq, boolean again) implements Parcel {}
  }

  /** What is on its way between all nodes, in no order. */
  static final class Wire {
    private final List<Parcel> parcels = new ArrayList<>();

    void add(Parcel parcel) {
      parcels.add(parcel);
    }

    boolean isEmpty() {
      return parcels.isEmpty();
    }

    Parcel take(RandomGenerator random, boolean keeps) {
      int at = random.nextInt(parcels.size());
      return keeps ? parcels.get(at) : parcels.remove(at);
    }
  }
}
