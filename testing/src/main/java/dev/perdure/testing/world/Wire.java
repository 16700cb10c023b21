package dev.perdure.testing.world;

import dev.perdure.kernel.spi.Transport.Frame;
import dev.perdure.testing.Fault;
import java.util.ArrayList;
import java.util.List;

/** What is on its way between the stores. */
final class Wire {
  private static final int LONGEST_DELAY_MILLIS = 3_000;

  private final World world;
  private final List<Parcel> parcels = new ArrayList<>();
  private final Delivery delivery = new Delivery();

  /** Store by store: until when they do not reach each other. */
  private final long[][] cutUntilMillis;

  /** Something on its way. */
  sealed interface Parcel {
    int source();

    int target();

    long fromMillis();

    /** A run of a stream. */
    record Run(Frame frame, long fromMillis) implements Parcel {
      @Override
      public int source() {
        return frame.source();
      }

      @Override
      public int target() {
        return frame.target();
      }
    }

    /** That {@code stream} is taken over up to a number; it goes back to the stream's source. */
    record Acknowledgement(int source, int target, long seq, boolean again, long fromMillis)
        implements Parcel {}
  }

  Wire(World world, int stores) {
    this.world = world;
    this.cutUntilMillis = new long[stores][stores];
  }

  void send(Frame frame) {
    parcels.add(new Parcel.Run(frame, fromMillis()));
  }

  /** Goes from the partition that consumes the stream to the one that sends it. */
  void acknowledge(int streamSource, int streamTarget, long seq, boolean again) {
    parcels.add(new Parcel.Acknowledgement(streamTarget, streamSource, seq, again, fromMillis()));
  }

  private long fromMillis() {
    return world.chances.strikes(Fault.DELAYED_MESSAGE)
        ? world.nowMillis() + 1 + world.chances.pick("delay of a message", LONGEST_DELAY_MILLIS)
        : world.nowMillis();
  }

  void cut(int one, int other, long untilMillis) {
    cutUntilMillis[one][other] = untilMillis;
    cutUntilMillis[other][one] = untilMillis;
  }

  boolean isEmpty() {
    return parcels.isEmpty();
  }

  /** When the next parcel can arrive that cannot yet. */
  long nextMillis() {
    long next = Long.MAX_VALUE;
    for (Parcel parcel : parcels) {
      if (world.owner(parcel.target()) != null) {
        next = Math.min(next, readyAt(parcel));
      }
    }
    return next;
  }

  private long readyAt(Parcel parcel) {
    long cut =
        world.chances.isCalm()
            ? Long.MIN_VALUE
            : cutUntilMillis[world.storeOf(parcel.source())][world.storeOf(parcel.target())];
    return Math.max(parcel.fromMillis(), cut);
  }

  /** The delivery of what can arrive, as one task. */
  void addTasks(List<Task> tasks) {
    for (Parcel parcel : parcels) {
      if (canArrive(parcel)) {
        tasks.add(delivery);
        return;
      }
    }
  }

  private boolean canArrive(Parcel parcel) {
    Incarnation owner = world.owner(parcel.target());
    return readyAt(parcel) <= world.nowMillis()
        && owner != null
        && owner.mayAct()
        && !owner.seat(parcel.target()).isBusy();
  }

  private final class Delivery implements Task {
    @Override
    public String actor() {
      return "wire";
    }

    @Override
    public String label() {
      return "deliver a message";
    }

    @Override
    public void run() {
      Parcel parcel = next();
      if (parcel == null) {
        return;
      }
      if (world.strikes(Fault.REPEATED_MESSAGE, "wire")) {
        parcels.add(parcel);
      }
      if (world.strikes(Fault.LOST_MESSAGE, "wire")) {
        return;
      }
      Incarnation owner = world.owner(parcel.target());
      if (owner == null) {
        return;
      }
      Seat seat = owner.seat(parcel.target());
      world.act(
          owner,
          () ->
              seat.deliver(
                  partition -> {
                    switch (parcel) {
                      case Parcel.Run(var frame, _) -> partition.arrived(frame);
                      case Parcel.Acknowledgement(var from, _, var seq, var again, _) ->
                          partition.acknowledged(from, seq, again);
                    }
                  }));
    }

    private Wire.@org.jspecify.annotations.Nullable Parcel next() {
      List<Integer> can = new ArrayList<>();
      for (int i = 0; i < parcels.size(); i++) {
        if (canArrive(parcels.get(i))) {
          can.add(i);
        }
      }
      if (can.isEmpty()) {
        return null;
      }
      int which =
          can.size() > 1 && world.strikes(Fault.REORDERED_MESSAGE, "wire")
              ? world.chances.pick("which message", can.size())
              : 0;
      return parcels.remove((int) can.get(which));
    }
  }
}
