package dev.perdure.benchmarks;

import dev.perdure.Part;
import dev.perdure.benchmarks.measure.Meter;
import dev.perdure.node.Node;
import java.util.List;

/** A workload on a node of this process. */
public interface NodeWorkload extends Workload {
  /** What its nodes are opened with. */
  List<Part> parts();

  /**
   * Makes ready what is not measured, and then measures. When it returns, nothing is under way.
   *
   * @return tells what must be durable from what may not
   */
  Check load(Node node, Meter meter) throws InterruptedException;

  @Override
  default boolean run(Place place, Meter meter) throws InterruptedException {
    Check check;
    try (Node node = place.open(parts())) {
      check = load(node, meter);
    }
    meter.phase("verifying");
    try (Node node = place.open(parts())) {
      return check.isExact(node);
    }
  }

  /** Knows what was acknowledged. */
  @FunctionalInterface
  interface Check {
    /** Whether a node that was opened anew has exactly that. */
    boolean isExact(Node reopened) throws InterruptedException;
  }
}
