package dev.perdure.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.testing.world.Crossings;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every fault strikes, wherever it can, and can be switched off. */
@SuppressWarnings("EnumOrdinal") // Nothing outlives the process.
final class FaultsSimTest {
  private static final int MOST_SEEDS = 400;
  private static final int SEEDS_WITHOUT = 1;

  /** What struck in some runs. */
  private static final class Struck {
    private final Map<Fault, Long> times = new EnumMap<>(Fault.class);
    private final Set<String> crashes = new TreeSet<>();

    void play(Programs program, long number, Faults faults) {
      long seed = number * Programs.values().length + program.ordinal(); // Rates are by seed.
      Scenario heard =
          simulation -> {
            simulation.faults(faults).listen(new Crashes());
            program.scenario().play(simulation);
          };
      RunResult result = Simulator.of(heard).run(seed);
      assertThat(result.failure()).as("%s:%d", program, seed).isEmpty();
      for (Fault fault : Fault.values()) {
        times.merge(fault, result.struck(fault), Long::sum);
      }
    }

    Set<Fault> faults() {
      Set<Fault> all = EnumSet.noneOf(Fault.class);
      times.forEach((fault, number) -> all.addAll(number > 0 ? Set.of(fault) : Set.of()));
      return all;
    }

    private final class Crashes implements RunListener {
      @Override
      public void struck(Fault fault, String where) {
        if (fault == Fault.CRASH) {
          crashes.add(where.substring(where.indexOf(": ") + 2));
        }
      }
    }
  }

  @Test
  void everyFaultStrikesAndNodesDieAtEveryKindOfCrossing() {
    Set<Fault> faults = EnumSet.allOf(Fault.class);
    Set<String> crossings = new TreeSet<>(Crossings.all());
    Struck struck = new Struck();
    for (long seed = 1; seed <= MOST_SEEDS; seed++) {
      for (Programs program : Programs.values()) {
        struck.play(program, seed, Faults.all());
      }
      if (struck.faults().equals(faults) && struck.crashes.containsAll(crossings)) {
        return;
      }
    }
    assertThat(struck.faults()).isEqualTo(faults); // Says what is missing.
    assertThat(struck.crashes).containsAll(crossings);
  }

  @ParameterizedTest
  @EnumSource
  void aFaultThatIsSwitchedOffDoesNotStrike(Fault off) {
    Struck struck = new Struck();
    for (long seed = 1; seed <= SEEDS_WITHOUT; seed++) {
      for (Programs program : Programs.values()) {
        struck.play(program, seed, Faults.all().without(off));
      }
    }
    assertThat(struck.times).containsEntry(off, 0L);
    assertThat(struck.faults()).as("others").hasSizeGreaterThan(10);
  }
}
