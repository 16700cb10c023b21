package dev.perdure.testing.programs;

import dev.perdure.Part;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Machines, what clients and operators do with them, and what must hold of it at rest. Made anew
 * for each run, by itself or together with others.
 */
public interface Program {
  /** Before the simulation is opened. */
  default void prepare(Simulation simulation) {}

  /** What the simulation is opened with. */
  List<Part> parts(Simulation simulation);

  /** Does one thing; false when it has done all. */
  boolean act(Simulation simulation);

  /** Everything is done: ends what would go on for ever. */
  default void settle(Simulation simulation) {}

  /** At rest: does what somebody must do before it can go on; false when there is nothing. */
  default boolean goOn(Simulation simulation) {
    return false;
  }

  /** What must hold at the end. */
  void check(Simulation simulation);

  /** Plays some programs at once. */
  static Scenario together(List<Supplier<Program>> programs) {
    return simulation -> {
      List<Program> all = programs.stream().map(Supplier::get).toList();
      all.forEach(one -> one.prepare(simulation));
      simulation.open(
          all.stream().flatMap(one -> one.parts(simulation).stream()).toArray(Part[]::new));
      act(simulation, all);
      all.forEach(one -> one.settle(simulation));
      do {
        simulation.run();
      } while (all.stream().filter(one -> one.goOn(simulation)).count() > 0);
      all.forEach(one -> one.check(simulation));
    };
  }

  private static void act(Simulation simulation, List<Program> all) {
    List<Program> busy = new ArrayList<>(all);
    RandomGenerator random = simulation.random();
    while (!busy.isEmpty()) {
      Program next = busy.get(busy.size() == 1 ? 0 : random.nextInt(busy.size()));
      if (!next.act(simulation)) {
        busy.remove(next);
      }
    }
  }
}
