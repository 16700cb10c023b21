package dev.perdure.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A calm, and what is told of it. */
final class CalmTest {
  private static final int SEEDS = 200;

  /** Fails where a fault strikes in what was told to be calm. */
  private static final class Weather implements RunListener {
    private boolean calm;
    private int calms;
    private int ends;

    @Override
    public void calm() {
      assertThat(calm).as("told twice").isFalse();
      calm = true;
      calms++;
    }

    @Override
    public void calmEnds() {
      assertThat(calm).as("ends without a beginning").isTrue();
      calm = false;
      ends++;
    }

    @Override
    public void struck(Fault fault, String where) {
      if (calm) {
        throw new Violation("%s strikes %s in the calm".formatted(fault, where));
      }
    }
  }

  @Test
  void noFaultStrikesBetweenTheBeginningOfACalmAndItsEnd() {
    int[] ends = {0};
    Scenario driven =
        simulation -> {
          Weather weather = new Weather();
          simulation.listen(weather).open(Relay.DEFINITION, Relay.ECHO.with((text, _) -> text));
          for (String name : new String[] {"one", "two", "three"}) {
            simulation
                .client("client")
                .ask(Relay.TYPE.ref(name), String.class, Relay.Begin::new)
                .join();
          }
          simulation.run();
          assertThat(weather.calms).isBetween(weather.ends, weather.ends + 1);
          ends[0] += weather.ends;
        };
    for (long seed = 0; seed < SEEDS; seed++) {
      assertThat(Simulator.of(driven).run(seed).thrown()).as("seed %d", seed).isNull();
    }
    assertThat(ends[0]).isPositive();
  }
}
