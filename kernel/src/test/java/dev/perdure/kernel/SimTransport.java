package dev.perdure.kernel;

import dev.perdure.kernel.spi.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Carries frames in any order, and loses and repeats them when told to. */
final class SimTransport implements Transport {
  private final List<Parcel> underWay = new ArrayList<>();
  private final RandomGenerator random;
  private double lossRate;
  private double repeatRate;
  private long messages;
  private int largestFrame;

  /** Something on its way. */
  sealed interface Parcel {
    record Run(Frame frame) implements Parcel {}

    record Acknowledgement(int source, int target, long seq, boolean again) implements Parcel {}
  }

  SimTransport(RandomGenerator random) {
    this.random = random;
  }

  /** From now on loses and repeats with these chances. */
  void unreliable(double losing, double repeating) {
    lossRate = losing;
    repeatRate = repeating;
  }

  @Override
  public void send(Frame frame) {
    underWay.add(new Parcel.Run(frame));
    messages += frame.events().size();
    largestFrame = Math.max(largestFrame, frame.events().size());
  }

  @Override
  public void acknowledge(int source, int target, long seq, boolean again) {
    underWay.add(new Parcel.Acknowledgement(source, target, seq, again));
  }

  /** How many frames and acknowledgements are on their way. */
  int underWay() {
    return underWay.size();
  }

  /** How many messages were put on the wire, repeated ones counted again. */
  long messages() {
    return messages;
  }

  /** How many messages the largest frame had. */
  int largestFrame() {
    return largestFrame;
  }

  boolean isEmpty() {
    return underWay.isEmpty();
  }

  /** Takes one at random; empty when it was lost. */
  Optional<Parcel> take() {
    int at = random.nextInt(underWay.size());
    Parcel parcel = underWay.get(at);
    if (random.nextDouble() >= repeatRate) {
      underWay.remove(at);
    }
    return random.nextDouble() < lossRate ? Optional.empty() : Optional.of(parcel);
  }
}
