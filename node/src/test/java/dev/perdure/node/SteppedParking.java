package dev.perdure.node;

import java.util.concurrent.Semaphore;

/** Sleeps where Lincheck sees it: it takes a thread that the operating system stops for hung. */
class SteppedParking extends Parking {
  private final Semaphore permits = new Semaphore(0);

  @Override
  final void sleep() {
    permits.acquireUninterruptibly();
  }

  @Override
  final void rouse(Thread sleeper) {
    permits.release();
  }
}
