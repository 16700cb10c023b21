package dev.perdure.testing.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.perdure.testing.Programs;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Proof that the simulator finds bugs: each mutant, within a budget of runs. */
final class MutantsSimTest {
  /** Of seeds from 1 on, the same each time. */
  private static final int RUNS = 400;

  private static final List<Mutant> MUTANTS = MutantList.read();

  /** Held, for a logger that nobody holds forgets its level. */
  private static final Logger LOGGER = Logger.getLogger("dev.perdure.kernel");

  private static @Nullable Level before;
  private static ExecutorService cores = Executors.newSingleThreadExecutor();

  @BeforeAll
  static void begin() {
    before = LOGGER.getLevel();
    LOGGER.setLevel(Level.OFF); // Each mutant has a kernel of its own, and all have one logger.
    cores.close();
    cores = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
  }

  @AfterAll
  static void end() {
    cores.shutdownNow();
    LOGGER.setLevel(before);
  }

  @TestFactory
  Stream<DynamicTest> everyMutantIsFound() {
    List<Future<@Nullable String>> searches =
        MUTANTS.stream().map(mutant -> cores.submit(() -> search(mutant))).toList();
    return IntStream.range(0, MUTANTS.size())
        .mapToObj(
            at ->
                dynamicTest(
                    MUTANTS.get(at).toString(), () -> assertThat(join(searches.get(at))).isNull()));
  }

  private static @Nullable String join(Future<@Nullable String> search) throws Exception {
    try {
      return search.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  /** Why a mutant survives; null when it is found. */
  private static @Nullable String search(Mutant mutant) throws ReflectiveOperationException {
    LongFunction<@Nullable String> run = run(mutant);
    int others = 0;
    String other = "";
    for (long seed = 1; seed <= RUNS; seed++) {
      String failure = run.apply(seed);
      if (failure == null) {
        continue;
      }
      if (mutant.isSeenIn(failure)) {
        return null;
      }
      others++;
      other = other.isEmpty() ? "seed " + seed + ": " + failure : other;
    }
    return "\"%s\" survives %d runs of %s; %d fail and do not name %s%n%s"
        .formatted(mutant, RUNS, mutant.program(), others, mutant.guarantee(), other);
  }

  @SuppressWarnings("unchecked") // Of another loader, it is known by what the JDK knows of it.
  private static LongFunction<@Nullable String> run(Mutant mutant)
      throws ReflectiveOperationException {
    return (LongFunction<@Nullable String>)
        new PatchedClasses(mutant)
            .loadClass(MutantRun.class.getName())
            .getConstructor(String.class)
            .newInstance(mutant.program().name());
  }

  /** Else a mutant would be found for what it is not. */
  @TestFactory
  Stream<DynamicTest> theSameRunsPassWithoutAMutant() {
    return Arrays.stream(Programs.values())
        .map(program -> dynamicTest(program.toString(), () -> passes(new MutantRun(program.name()))));
  }

  private static void passes(MutantRun run) {
    for (long seed = 1; seed <= RUNS; seed++) {
      assertThat(run.apply(seed)).as("seed %d", seed).isNull();
    }
  }

  @Test
  void everyGuaranteeHasAMutant() {
    assertThat(MUTANTS)
        .extracting(Mutant::guarantee)
        .contains("G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8", "G9", "G10");
  }

  @Test
  void everyEditStillApplies() {
    MUTANTS.forEach(mutant -> assertThat(mutant.source()).isNotBlank());
  }
}
