package dev.perdure.node;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.junit.jupiter.api.Test;

/** Sleeping and waking, under interleavings that Lincheck chooses. */
final class ParkingTest {

  private static void woken(Parking parking) {
    Queue<Integer> brought = new ConcurrentLinkedQueue<>();
    Thread sleeper =
        new Thread(
            () -> {
              while (brought.isEmpty()) {
                parking.park(brought::isEmpty);
              }
            });
    sleeper.start();
    Interleaved.inThreads(
        () -> {
          brought.add(1);
          parking.wake(sleeper);
        });
    try {
      sleeper.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void nobodySleepsThroughWhatIsBrought() {
    Interleaved.run(() -> woken(new SteppedParking()));
  }

  /** Planted: it looks for something to do first, and sets the flag then. */
  private static final class HastyParking extends SteppedParking {
    @Override
    void park(BooleanSupplier idle) {
      if (idle.getAsBoolean()) super.park(() -> true);
    }
  }

  @Test
  void goingToSleepWithoutLookingOnceMoreIsCaught() {
    assertThatThrownBy(() -> Interleaved.run(() -> woken(new HastyParking())))
        .isInstanceOf(LincheckAssertionError.class);
  }
}
