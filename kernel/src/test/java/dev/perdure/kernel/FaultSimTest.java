package dev.perdure.kernel;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Whole kernels under faults. */
final class FaultSimTest {
  @Test
  void tryOut() {
    List<Function<FaultyWorld, Load>> kinds =
        List.of(CounterLoad::new, RingLoad::new, CallLoad::new, TimerLoad::new);
    for (int k = 0; k < kinds.size(); k++) {
      for (long seed = 0; seed < Integer.getInteger("seeds", 200); seed++) {
        try {
          new FaultyWorld(seed, List.of(kinds.get(k))).run(1000);
        } catch (RuntimeException | Error e) {
          System.out.println("kind " + k + " seed " + seed + " " + e);
          for (int i = 0; i < Math.min(6, e.getStackTrace().length); i++)
            System.out.println("    " + e.getStackTrace()[i]);
          if (seed > 100) break;
        }
      }
    }
  }
}
