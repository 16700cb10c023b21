package dev.perdure.testing.programs;

import dev.perdure.testing.Scenario;
import dev.perdure.testing.SimulatedApp;
import java.util.List;
import java.util.function.Supplier;

/** The programs that the kernel is tried with, as apps: a soak finds them beside the tests. */
public abstract class KernelApp implements SimulatedApp {
  private final String name;
  private final Scenario program;

  private KernelApp(String name, Supplier<Program> program) {
    this.name = name;
    this.program = Program.together(List.of(program));
  }

  @Override
  public String name() {
    return "kernel-" + name;
  }

  @Override
  public String description() {
    return "what the kernel is tried with: " + name;
  }

  @Override
  public int standardSize() {
    return 1;
  }

  @Override
  public Scenario scenario(int size) {
    return program;
  }

  /** {@link Callers}. */
  public static final class OfCallers extends KernelApp {
    /** For the service loader. */
    public OfCallers() {
      super("callers", Callers::new);
    }
  }

  /** {@link Counters}. */
  public static final class OfCounters extends KernelApp {
    /** For the service loader. */
    public OfCounters() {
      super("counters", Counters::new);
    }
  }

  /** {@link Family}. */
  public static final class OfFamily extends KernelApp {
    /** For the service loader. */
    public OfFamily() {
      super("family", Family::new);
    }
  }

  /** {@link Picky}. */
  public static final class OfPicky extends KernelApp {
    /** For the service loader. */
    public OfPicky() {
      super("picky", Picky::new);
    }
  }

  /** {@link Ring}. */
  public static final class OfRing extends KernelApp {
    /** For the service loader. */
    public OfRing() {
      super("ring", Ring::new);
    }
  }

  /** {@link Timed}. */
  public static final class OfTimed extends KernelApp {
    /** For the service loader. */
    public OfTimed() {
      super("timed", Timed::new);
    }
  }

  /** {@link Transfers}. */
  public static final class OfTransfers extends KernelApp {
    /** For the service loader. */
    public OfTransfers() {
      super("transfers", Transfers::new);
    }
  }
}
