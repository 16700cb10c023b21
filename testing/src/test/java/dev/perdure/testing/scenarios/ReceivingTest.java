package dev.perdure.testing.scenarios;

import static dev.perdure.testing.scenarios.Waiter.Dish.CAKE;
import static dev.perdure.testing.scenarios.Waiter.Dish.FISH;
import static dev.perdure.testing.scenarios.Waiter.Dish.SOUP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.MachineRef;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.Simulator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Waiting for some events only, in the middle of others: a state that defers the rest. */
final class ReceivingTest {
  private static final int SEEDS = 50;
  private static final MachineRef<Waiter.Event> WAITER = Waiter.TYPE.ref("w");

  private static void assertServed(String served, Waiter.Event... events) {
    Scenario scenario =
        simulation -> {
          simulation.open(Waiter.DEFINITION);
          for (Waiter.Event event : events) {
            simulation.client("c").send(WAITER, event).join();
          }
          simulation.run();
          assertThat(simulation.state(WAITER, Waiter.State.class).orElseThrow().served())
              .isEqualTo(served);
        };
    for (long seed = 0; seed < SEEDS; seed++) {
      assertThat(Simulator.of(scenario).run(seed).thrown()).as("seed %d", seed).isNull();
    }
  }

  private static Waiter.WaitFor waitFor(int least, Waiter.Dish... dishes) {
    return new Waiter.WaitFor(List.of(dishes), least);
  }

  private static Waiter.Ready ready(Waiter.Dish dish, int number) {
    return new Waiter.Ready(dish, number);
  }

  @Test
  void whatIsWaitedForByItsTypeIsTakenFromWhatWaitsAlready() {
    assertServed(" FISH2", ready(SOUP, 1), ready(FISH, 2), waitFor(0, FISH));
  }

  @Test
  void whatIsWaitedForByAPredicateIsTakenThoughOthersOfItsTypeCameBefore() {
    assertServed(" SOUP7", ready(SOUP, 1), ready(SOUP, 7), ready(SOUP, 9), waitFor(5, SOUP));
  }

  @Test
  void theFirstOfSeveralTypesThatAreWaitedForIsTaken() {
    assertServed(
        " CAKE2 FISH3",
        ready(SOUP, 1),
        ready(CAKE, 2),
        ready(FISH, 3),
        waitFor(0, FISH, CAKE),
        waitFor(0, FISH));
  }

  @Test
  void whatComesLaterIsTakenWhenItComes() {
    assertServed(" FISH3", waitFor(0, FISH), ready(SOUP, 1), ready(CAKE, 2), ready(FISH, 3));
  }

  @Test
  void severalWaitsInARowTakeWhatIsLeftInItsOrder() {
    assertServed(
        " SOUP3 SOUP1 FISH2",
        ready(SOUP, 1),
        ready(FISH, 2),
        ready(SOUP, 3),
        waitFor(2, SOUP),
        waitFor(0, SOUP, FISH),
        waitFor(0, SOUP, FISH));
  }
}
