package dev.perdure.node;

import dev.perdure.MachineRef;
import dev.perdure.kernel.Culprits;
import dev.perdure.kernel.spi.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The events at which the process seemed to fail lately. The third time in a row, with less than
 * {@link #FORGOTTEN_MILLIS} between them, is taken for more than chance. Only so many events are
 * remembered, those of the latest failures. Safe for use by any number of threads.
 */
final class RecentCulprits implements Culprits {
  static final int TIMES = 3;

  /** Well more than the longest pause of {@link Pauses} and an opening. */
  static final long FORGOTTEN_MILLIS = 600_000;

  static final int MOST = 64;

  private final Clock clock;

  /** Guarded by this object's lock; the one seen last is the last. */
  private final Map<Suspect, Seen> suspects = new LinkedHashMap<>();

  private record Suspect(MachineRef<?> machine, String event) {}

  private record Seen(int times, long lastMillis) {}

  RecentCulprits(Clock clock) {
    this.clock = clock;
  }

  @Override
  public synchronized boolean convicts(MachineRef<?> machine, String event) {
    var suspect = new Suspect(machine, event);
    long now = clock.nowMillis();
    Seen before = suspects.remove(suspect);
    int times = 1;
    if (before != null && now - before.lastMillis < FORGOTTEN_MILLIS) {
      times = Math.min(before.times + 1, TIMES);
    }
    suspects.put(suspect, new Seen(times, now));
    if (suspects.size() > MOST) {
      suspects.remove(suspects.keySet().iterator().next());
    }
    return times == TIMES;
  }
}
