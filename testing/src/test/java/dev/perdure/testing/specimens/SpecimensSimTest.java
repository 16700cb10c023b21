package dev.perdure.testing.specimens;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.testing.RunResult;
import dev.perdure.testing.Simulator;
import dev.perdure.testing.TallyRuns;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bug of each specimen is found within a budget of seeds, and nothing in its right twin. */
class SpecimensSimTest {
  private static final int SEEDS = 1_000;
  private static final int FRESH = 100;

  static Stream<Specimen> specimens() {
    return Stream.of(
        new Specimen(
            "a plain field that must last",
            TallyRuns.scenario(false),
            TallyRuns.scenario(true),
            "G11"),
        Philosophers.specimen(),
        Election.specimen(),
        Chain.specimen(),
        Ring.specimen(),
        Detector.specimen(),
        PaymentSaga.specimen(),
        DepositSaga.specimen(),
        TwoPhaseCommit.specimen(),
        Desk.specimen());
  }

  @ParameterizedTest
  @MethodSource("specimens")
  void theBugIsFound(Specimen specimen) {
    Simulator simulator = Simulator.of(specimen.wrong());
    for (long seed = 0; seed < SEEDS; seed++) {
      RunResult result = simulator.run(seed);
      if (!result.isOk()) {
        String failure = String.valueOf(result.failure().orElseThrow().getMessage());
        if (failure.contains(specimen.found())) {
          return;
        }
        // One bug can be seen in more ways; what a plain field forgets breaks transparency first.
        assertThat(failure).as("%s, seed %d", specimen, seed).startsWith("G11: ");
      }
    }
    throw new AssertionError(specimen + ": not found in " + SEEDS + " seeds");
  }

  @ParameterizedTest
  @MethodSource("specimens")
  void nothingIsFoundInTheRightTwin(Specimen specimen) {
    nothingIsFound(specimen, 0, SEEDS);
  }

  @ParameterizedTest
  @MethodSource("specimens")
  void nothingIsFoundInTheRightTwinByFreshSeeds(Specimen specimen) {
    long first = new SplittableRandom().nextLong(1L << 48);
    System.out.printf("%s, the right twin: %d fresh seeds from %d%n", specimen, FRESH, first);
    nothingIsFound(specimen, first, FRESH);
  }

  /** Found by a soak: what lay in an inbox was looked for only after the day of patience. */
  @Test
  void nodesLookIntoTheirInboxesLongBeforeAnAskIsOver() {
    nothingIsFound(Ring.specimen(), 5_003_643, 1);
  }

  private static void nothingIsFound(Specimen specimen, long first, int number) {
    Simulator simulator = Simulator.of(specimen.right());
    for (long seed = first; seed < first + number; seed++) {
      assertThat(simulator.run(seed).failure()).as("%s, seed %d", specimen, seed).isEmpty();
    }
  }
}
