package dev.perdure.testing.specimens;

import dev.perdure.testing.Scenario;
import dev.perdure.testing.SimulatedApp;
import dev.perdure.testing.TallyRuns;

/** The right twins of the specimens, as apps: a soak finds them beside the tests. */
public abstract class RightTwin implements SimulatedApp {
  private final String name;
  private final String specimen;
  private final Scenario right;

  private RightTwin(String name, String specimen, Scenario right) {
    this.name = name;
    this.specimen = specimen;
    this.right = right;
  }

  private RightTwin(String name, Specimen specimen) {
    this(name, specimen.name(), specimen.right());
  }

  @Override
  public String name() {
    return "twin-" + name;
  }

  @Override
  public String description() {
    return "right twin of a specimen: " + specimen;
  }

  @Override
  public int standardSize() {
    return 1;
  }

  @Override
  public Scenario scenario(int size) {
    return right;
  }

  /** The tally. */
  public static final class OfTally extends RightTwin {
    /** For the service loader. */
    public OfTally() {
      super("tally", "a plain field that must last", TallyRuns.scenario(true));
    }
  }

  /** {@link Philosophers}. */
  public static final class OfPhilosophers extends RightTwin {
    /** For the service loader. */
    public OfPhilosophers() {
      super("philosophers", Philosophers.specimen());
    }
  }

  /** {@link Election}. */
  public static final class OfElection extends RightTwin {
    /** For the service loader. */
    public OfElection() {
      super("election", Election.specimen());
    }
  }

  /** {@link Chain}. */
  public static final class OfChain extends RightTwin {
    /** For the service loader. */
    public OfChain() {
      super("chain", Chain.specimen());
    }
  }

  /** {@link Ring}. */
  public static final class OfRing extends RightTwin {
    /** For the service loader. */
    public OfRing() {
      super("joining", Ring.specimen());
    }
  }

  /** {@link Detector}. */
  public static final class OfDetector extends RightTwin {
    /** For the service loader. */
    public OfDetector() {
      super("detector", Detector.specimen());
    }
  }

  /** {@link PaymentSaga}. */
  public static final class OfPaymentSaga extends RightTwin {
    /** For the service loader. */
    public OfPaymentSaga() {
      super("payment", PaymentSaga.specimen());
    }
  }

  /** {@link DepositSaga}. */
  public static final class OfDepositSaga extends RightTwin {
    /** For the service loader. */
    public OfDepositSaga() {
      super("deposit", DepositSaga.specimen());
    }
  }

  /** {@link TwoPhaseCommit}. */
  public static final class OfTwoPhaseCommit extends RightTwin {
    /** For the service loader. */
    public OfTwoPhaseCommit() {
      super("two-phase-commit", TwoPhaseCommit.specimen());
    }
  }

  /** {@link Desk}. */
  public static final class OfDesk extends RightTwin {
    /** For the service loader. */
    public OfDesk() {
      super("desk", Desk.specimen());
    }
  }
}
