package dev.perdure.testing.explore;

import dev.perdure.testing.Strategy;
import dev.perdure.testing.explore.DepthFirst.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The tree of choices, gone through by paths. Each run begins with the picks of its path and goes
 * on the plain way; what it passed by there becomes the paths to come. So each leaf is reached
 * once, by any number of threads, and what is kept is a stack of paths.
 */
final class Paths implements Search {
  private final DepthFirst bounds;
  private final ArrayDeque<int[]> open = new ArrayDeque<>();
  private long given;
  private int underWay;

  Paths(DepthFirst bounds) {
    this.bounds = bounds;
    open.push(new int[0]);
  }

  @Override
  public synchronized @Nullable Attempt next() throws InterruptedException {
    while (open.isEmpty() && underWay > 0) {
      wait();
    }
    int[] picks = open.poll();
    if (picks == null) {
      return null;
    }
    underWay++;
    return new OfPath(given++, picks);
  }

  private synchronized void branch(Path path) {
    int[] picks = path.picks();
    int deviations = (int) Arrays.stream(picks).filter(pick -> pick != 0).count();
    if (deviations < bounds.deviations()) {
      for (int choice = picks.length; choice < path.length(); choice++) {
        for (int pick = path.options(choice) - 1; pick > 0; pick--) {
          int[] branch = Arrays.copyOf(picks, choice + 1);
          branch[choice] = pick;
          open.push(branch);
        }
      }
    }
    underWay--;
    notifyAll();
  }

  private final class OfPath implements Attempt {
    private final long number;
    private final int[] picks;

    OfPath(long number, int[] picks) {
      this.number = number;
      this.picks = picks;
    }

    @Override
    public long number() {
      return number;
    }

    @Override
    public long seed() {
      return bounds.seed();
    }

    @Override
    public Strategy strategy() {
      return new Path(bounds, picks);
    }

    @Override
    public void played(Strategy by) {
      branch((Path) by);
    }
  }
}
