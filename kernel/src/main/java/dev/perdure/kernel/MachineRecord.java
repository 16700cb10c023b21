package dev.perdure.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * What is stored of a machine under its key; written whole when it changes.
 *
 * @param firstWaiting no event waits below this number
 * @param nextWaiting the number that the next waiting event gets
 * @param waiting how many events wait
 * @param scoped the timers that the leaving of a state stops
 * @param holdings in which spaces of the {@link Holdings} the machine may have something
 * @param stateName the durable name of the state; empty for a machine without one: halted, or with
 *     events waiting for its first step
 */
record MachineRecord(
    Inspection.Status status,
    long firstWaiting,
    long nextWaiting,
    long waiting,
    List<ScopedTimer> scoped,
    int holdings,
    String stateName,
    byte[] state) {
  /** With version 1 it is not known what the machine holds. */
  private static final int VERSION = 2;

  /**
   * A timer that belongs to a state or superstate.
   *
   * @param scope what {@link MachineKind#scopeName} calls it
   */
  record ScopedTimer(TimerId id, String scope) {}

  /** Whether there may be a mark that its mailbox must be gone through. */
  boolean mayHaveWork() {
    return waiting > 0 && status != Inspection.Status.QUARANTINED;
  }

  /** How many bytes it has: about, when there are timers. */
  int size() {
    return 3 // Version, status, holdings.
        + ByteWriter.varintLength(firstWaiting)
        + ByteWriter.varintLength(nextWaiting)
        + ByteWriter.varintLength(waiting)
        + ByteWriter.varintLength(scoped.size())
        + 32 * scoped.size()
        + ByteWriter.varintLength(stateName.length())
        + stateName.length()
        + state.length;
  }

  byte[] toBytes() {
    ByteWriter out =
        new ByteWriter(size())
            .u8(VERSION)
            .u8(statusCode(status))
            .varint(firstWaiting)
            .varint(nextWaiting)
            .varint(waiting)
            .varint(scoped.size());
    for (ScopedTimer timer : scoped) {
      out.text(timer.id().eventName()).text(timer.id().name()).text(timer.scope());
    }
    return out.u8(holdings).text(stateName).raw(state).toBytes();
  }

  static MachineRecord read(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int version = Records.versionUpTo(VERSION, in, "machine record");
    Inspection.Status status = status(in.u8());
    long first = in.varint();
    long next = in.varint();
    long waiting = in.varint();
    long timers = in.varint();
    List<ScopedTimer> scoped = timers == 0 ? List.of() : new ArrayList<>();
    for (long left = timers; left > 0; left--) {
      scoped.add(new ScopedTimer(new TimerId(in.text(), in.text()), in.text()));
    }
    int holdings = version == 1 ? Holdings.UNKNOWN : in.u8();
    String stateName = in.text();
    byte[] state = in.raw(bytes.length - in.position());
    return new MachineRecord(status, first, next, waiting, scoped, holdings, stateName, state);
  }

  private static int statusCode(Inspection.Status status) {
    return switch (status) {
      case ACTIVE -> 0;
      case QUARANTINED -> 1;
      case HALTED -> 2;
    };
  }

  private static Inspection.Status status(int code) {
    return switch (code) {
      case 0 -> Inspection.Status.ACTIVE;
      case 1 -> Inspection.Status.QUARANTINED;
      case 2 -> Inspection.Status.HALTED;
      default -> throw new IllegalStateException("damaged record: machine status " + code);
    };
  }
}
