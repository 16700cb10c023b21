package dev.perdure.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Histories of whole kernels under faults, each by what it does and a seed. */
final class FaultRun {
  private static final int TURNS = 800;

  private FaultRun() {}

  /** What kernels are given to do. */
  enum Task {
    COUNTERS(CounterLoad::new),
    RING(RingLoad::new),
    CALLS(CallLoad::new),
    TIMERS(TimerLoad::new),
    BANK(BankLoad::new),
    FAMILY(FamilyLoad::new),
    PICKY(PickyLoad::new);

    @SuppressWarnings("ImmutableEnumChecker") // A constructor reference.
    final Function<FaultyWorld, Load> load;

    Task(Function<FaultyWorld, Load> load) {
      this.load = load;
    }
  }

  /** One task by its name, or {@code ALL} at once. */
  static void run(String task, long seed) {
    List<Task> tasks =
        task.equals("ALL") ? Arrays.asList(Task.values()) : List.of(Task.valueOf(task));
    new FaultyWorld(seed, tasks.stream().map(one -> one.load).toList()).run(TURNS);
  }
}
