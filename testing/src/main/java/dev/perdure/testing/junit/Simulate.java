package dev.perdure.testing.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that is played in the simulator, once for each of many seeds. Its method takes a {@link
 * dev.perdure.testing.Simulation}:
 *
 * <pre>{@code
 * @Simulate(seeds = 1000)
 * void moneyIsNeitherMadeNorLost(Simulation simulation) {
 *   simulation.open(Account.DEFINITION);
 *   ...
 *   simulation.run();
 *   assertEquals(...);
 * }
 * }</pre>
 *
 * <p>The seeds of {@link #fixed} come first, each as a test of its own, then fresh ones, whose
 * first is in the name of the test and in a line on standard output. A failure is made small and
 * told with its trace, and with the seed, which is then added to {@link #fixed}, or played alone by
 * {@code -Dperdure.seed=SEED}.
 *
 * <p>A method that takes a {@link dev.perdure.testing.coverage.Coverage} as its second parameter
 * gets the one of all seeds that are played together, and says by {@code demandAll} what they must
 * reach. That is looked at when all of them have been played; not of a single seed. With {@code
 * -Dperdure.coverage=FOLDER} each test writes what it reached to {@code FOLDER/Class.method.html}.
 *
 * <p>A test whose runs make no step at all fails: it has forgotten to run what it opened.
 *
 * <p>All runs are played on one test instance, one after the other on one thread: whatever a run
 * changes, it must make itself. {@code @BeforeEach} methods are called once for all fresh seeds.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@TestTemplate
@ExtendWith(SimulateExtension.class)
public @interface Simulate {
  /**
   * How many fresh seeds are played; 0 for none. {@code -Dperdure.seeds=NUMBER} plays another
   * number of them, in each test that has any.
   */
  int seeds() default 100;

  /**
   * The first of the seeds, for a test that is to play the same ones each time: one that demands
   * what is reached seldom. 0 for fresh ones.
   */
  long firstSeed() default 0;

  /** Seeds that are played each time, before the fresh ones. */
  long[] fixed() default {};

  /**
   * How runs are decided: {@code random}, {@code pct:CHANGES}, {@code delays:DELAYS}, or {@code
   * portfolio}.
   */
  String strategy() default "portfolio";

  /** No fresh seed is begun after this many seconds; 0 for no bound. */
  int seconds() default 0;

  /** For how many seconds a failure is made small, at most. */
  int shrinkSeconds() default 20;
}
