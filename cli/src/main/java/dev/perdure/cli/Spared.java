package dev.perdure.cli;

import dev.perdure.testing.Fault;
import dev.perdure.testing.Faults;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.SimulatedApp;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An application without some kinds of faults, as {@code --without} names them.
 *
 * @param app what it is with them
 */
record Spared(SimulatedApp app, Set<Fault> off) implements SimulatedApp {
  /**
   * Reads names of faults, with commas between them.
   *
   * @throws Failure if one is none
   */
  static Set<Fault> faults(String names) {
    Set<Fault> off = EnumSet.noneOf(Fault.class);
    for (String name : names.split(",", -1)) {
      try {
        off.add(Fault.valueOf(name.strip().toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        throw new Failure(
            Failure.WRONG_CALL,
            "option --without: there is no fault '%s'. There are: %s"
                .formatted(
                    name,
                    Arrays.stream(Fault.values())
                        .map(Fault::name)
                        .collect(Collectors.joining(", "))));
      }
    }
    return off;
  }

  /** Those names again. */
  static String names(Set<Fault> off) {
    return off.stream().map(Fault::name).collect(Collectors.joining(","));
  }

  @Override
  public String name() {
    return app.name();
  }

  @Override
  public String description() {
    return app.description();
  }

  @Override
  public int standardSize() {
    return app.standardSize();
  }

  @Override
  public Scenario scenario(int size) {
    Scenario scenario = app.scenario(size);
    return simulation -> {
      Faults rest = simulation.faults().without(off.toArray(Fault[]::new));
      scenario.play(simulation.faults(rest));
      for (Fault fault : off) {
        if (simulation.faults().rate(fault) > 0) {
          throw new IllegalStateException(
              "--without %s: the scenario says itself that it strikes".formatted(fault));
        }
      }
    };
  }
}
