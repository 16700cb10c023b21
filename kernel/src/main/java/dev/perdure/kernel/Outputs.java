package dev.perdure.kernel;

import dev.perdure.kernel.Output.ActivityCall;

/** Where released outputs go. Called by the commit stream, in order; must not block. */
public interface Outputs {
  /** Runs an activity; its answer comes back by {@link Partition#callFinished}. */
  void run(int partition, ActivityCall call);
}
