package dev.perdure.kernel;

import dev.perdure.Part;
import java.util.List;
import java.util.random.RandomGenerator;

/** Something for kernels to do under faults, and what must hold of it when all is at rest. */
interface Load {
  List<Part> parts();

  /** Something that a client or an operator does. */
  void act(RandomGenerator random);

  /**
   * Ends what never ends by itself, when there are no more faults; returns whether there was any.
   */
  boolean settle();

  /** A client was answered: all that the answer stands for must be durable by now. */
  void answered(Asked asked, Answer answer);

  /** What must hold at rest. */
  void check();
}
