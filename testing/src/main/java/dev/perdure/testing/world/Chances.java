package dev.perdure.testing.world;

import dev.perdure.testing.ChoicePoint;
import dev.perdure.testing.Fault;
import dev.perdure.testing.Faults;
import dev.perdure.testing.Strategy;
import java.util.List;
import java.util.function.Supplier;

/**
 * The one stream of choices of a run. In the calm no fault strikes and nothing is asked but values.
 * Used by the run's thread alone.
 */
@SuppressWarnings("EnumOrdinal") // Only ever an index into arrays of one run.
final class Chances {
  private static final double[] PARTS = {1, 0, 0.25, 1};

  private final Strategy strategy;
  private final double[] rates = new double[Fault.values().length];
  private final long[] struck = new long[Fault.values().length];
  private final FaultPoint faultPoint = new FaultPoint();
  private boolean calm = true;
  private long choices;

  Chances(Strategy strategy) {
    this.strategy = strategy;
  }

  /** Draws how much of each rate this run uses. */
  void draw(Faults faults) {
    for (Fault fault : Fault.values()) {
      double rate = faults.rate(fault);
      rates[fault.ordinal()] = rate == 0 ? 0 : rate * PARTS[pick("rate of " + fault, PARTS.length)];
    }
  }

  void calm(boolean now) {
    calm = now;
  }

  boolean isCalm() {
    return calm;
  }

  /** How often each fault has struck, by its ordinal. */
  long[] struck() {
    return struck.clone();
  }

  long choices() {
    return choices;
  }

  /** Whether a fault strikes here. */
  boolean strikes(Fault fault) {
    return strikes(fault, 1);
  }

  /** Whether a fault strikes here, where it has a multiple of its rate. */
  boolean strikes(Fault fault, int weight) {
    double rate = Math.min(1, rates[fault.ordinal()] * weight);
    if (calm || rate == 0) {
      return false;
    }
    faultPoint.fault = fault;
    faultPoint.rate = rate;
    if (choose(faultPoint, 2) == 0) {
      return false;
    }
    struck[fault.ordinal()]++;
    return true;
  }

  /** A fault that was to strike found nothing that it could strike. */
  void missed(Fault fault) {
    struck[fault.ordinal()]--;
  }

  /** One of some values; 0 is the plain one. */
  int pick(String what, int options) {
    return options == 1 ? 0 : choose(new ValuePoint(what, options), options);
  }

  /** Which task is next. */
  int task(List<Task> tasks, int first) {
    return tasks.size() == 1 ? 0 : choose(new TaskPoint(tasks, first), tasks.size());
  }

  /** Whether something runs in between here, and then which task; -1 for none. */
  int crossing(Supplier<List<Task>> tasks, Supplier<String> actor) {
    double rate = rates[Fault.INTERRUPTION.ordinal()];
    if (calm || rate == 0) {
      return -1;
    }
    CrossingPoint point = new CrossingPoint(tasks, actor, rate);
    int which = choose(point, Integer.MAX_VALUE) - 1;
    if (which >= 0) {
      struck[Fault.INTERRUPTION.ordinal()]++;
    }
    return which;
  }

  private int choose(ChoicePoint point, int options) {
    choices++;
    int picked = strategy.choose(point);
    if (picked < 0 || picked >= options) {
      throw new IllegalStateException(
          "the strategy picked option %d of %d at a %s".formatted(picked, options, point.kind()));
    }
    return picked;
  }

  private static final class FaultPoint implements ChoicePoint {
    private Fault fault = Fault.CRASH;
    private double rate;

    @Override
    public Kind kind() {
      return Kind.FAULT;
    }

    @Override
    public int options() {
      return 2;
    }

    @Override
    public double rate() {
      return rate;
    }

    @Override
    public String actor(int option) {
      return "faults";
    }

    @Override
    public String label(int option) {
      return fault.name();
    }
  }

  private record ValuePoint(String what, int options) implements ChoicePoint {
    @Override
    public Kind kind() {
      return Kind.VALUE;
    }

    @Override
    public double rate() {
      return 0;
    }

    @Override
    public String actor(int option) {
      return "values";
    }

    @Override
    public String label(int option) {
      return what;
    }
  }

  private record TaskPoint(List<Task> tasks, int first) implements ChoicePoint {
    @Override
    public Kind kind() {
      return Kind.TASK;
    }

    @Override
    public int options() {
      return tasks.size();
    }

    @Override
    public double rate() {
      return 0;
    }

    @Override
    public String actor(int option) {
      return tasks.get((first + option) % tasks.size()).actor();
    }

    @Override
    public String label(int option) {
      return tasks.get((first + option) % tasks.size()).label();
    }
  }

  private static final class CrossingPoint implements ChoicePoint {
    private final Supplier<List<Task>> tasks;
    private final Supplier<String> actor;
    private final double rate;

    CrossingPoint(Supplier<List<Task>> tasks, Supplier<String> actor, double rate) {
      this.tasks = tasks;
      this.actor = actor;
      this.rate = rate;
    }

    @Override
    public Kind kind() {
      return Kind.CROSSING;
    }

    @Override
    public int options() {
      return 1 + tasks.get().size();
    }

    @Override
    public double rate() {
      return rate;
    }

    @Override
    public String actor(int option) {
      return option == 0 ? actor.get() : tasks.get().get(option - 1).actor();
    }

    @Override
    public String label(int option) {
      return option == 0 ? "go on" : tasks.get().get(option - 1).label();
    }
  }
}
