package dev.perdure.testing;

/** Something that is to be decided; good until the strategy has answered. */
public interface ChoicePoint {

  /** What is decided. */
  enum Kind {
    /** Which of the tasks that could run is run next. */
    TASK,
    /**
     * At the crossing of a seam, whether the running task goes on (option 0) or another runs in
     * between. Chance alone would go on but for {@link #rate}.
     */
    CROSSING,
    /** Whether a fault strikes (option 1); {@link #rate} is its chance. */
    FAULT,
    /** A value of the world or of the scenario. */
    VALUE
  }

  /** What is decided. */
  Kind kind();

  /** How many options there are, at least 1. At a crossing this costs a look around. */
  int options();

  /** The chance of anything but option 0, for {@link Kind#FAULT} and {@link Kind#CROSSING}. */
  double rate();

  /**
   * Who would act, for {@link Kind#TASK} and {@link Kind#CROSSING}: the same text for the same
   * actor in the whole run, such as {@code partition 3}. At a crossing option 0 is who acts now.
   */
  String actor(int option);

  /** An option for people: the task, the fault, or the value. */
  String label(int option);
}
