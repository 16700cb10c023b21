package dev.perdure.testing.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.perdure.testing.Programs;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Proof that the simulator finds bugs: each mutant, by the checks that are always on. */
final class MutantsSimTest {
  /**
   * So many runs of its program a mutant has to survive; of seeds from 1 on, the same each time.
   */
  private static final int RUNS = 200;

  private static final List<Mutant> MUTANTS = MutantList.read();

  /** Held, for a logger that nobody holds forgets its level. */
  private static final Logger LOGGER = Logger.getLogger("dev.perdure.kernel");

  private static final ExecutorService CORES =
      Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

  private static @Nullable Level before;

  @BeforeAll
  static void quiet() {
    before = LOGGER.getLevel();
    LOGGER.setLevel(Level.OFF); // Each mutant has a kernel of its own, and all have one logger.
  }

  @AfterAll
  static void loud() {
    CORES.shutdownNow();
    LOGGER.setLevel(before);
  }

  @TestFactory
  Stream<DynamicTest> everyMutantIsFound() {
    return onAllCores(MUTANTS, MutantsSimTest::search);
  }

  /** Else a mutant would be found for what it is not. */
  @TestFactory
  Stream<DynamicTest> theSameRunsPassWithoutAMutant() {
    return onAllCores(Arrays.asList(Programs.values()), MutantsSimTest::fails);
  }

  private interface Search<T> {
    /** What is wrong; null for nothing. */
    @Nullable String of(T one) throws ReflectiveOperationException;
  }

  /** All searches begin at once; each has a test that waits for it. */
  private static <T> Stream<DynamicTest> onAllCores(List<T> all, Search<T> search) {
    return all.stream()
        .map(
            one -> {
              Callable<@Nullable String> searching = () -> search.of(one);
              Future<@Nullable String> begun = CORES.submit(searching);
              return dynamicTest(one.toString(), () -> assertThat(join(begun)).isNull());
            })
        .toList()
        .stream();
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
    return "\"%s\" survives %d runs of %s: in none of them a check says that %s is broken; %d fail%n%s"
        .formatted(mutant, RUNS, mutant.program(), mutant.guarantee(), others, other);
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

  /** How a program fails without a mutant; null when it does not. */
  private static @Nullable String fails(Programs program) {
    MutantRun run = new MutantRun(program.name());
    for (long seed = 1; seed <= RUNS; seed++) {
      String failure = run.apply(seed);
      if (failure != null) {
        return "%s:%d: %s".formatted(program, seed, failure);
      }
    }
    return null;
  }

  @Test
  void everyGuaranteeHasAMutant() {
    assertThat(MUTANTS)
        .extracting(Mutant::guarantee)
        .contains("G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8", "G9", "G10", "G11");
  }

  @Test
  void everyEditStillApplies() {
    MUTANTS.forEach(mutant -> assertThat(mutant.source()).isNotBlank());
  }
}
