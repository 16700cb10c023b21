package dev.perdure.benchmarks.measure;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** The pauses of this process for garbage collection. */
final class GcPauses {
  /** What a collector calls the part of its work that stops nobody. */
  private static final String CONCURRENT = "Cycles";

  private static final List<GarbageCollectorMXBean> COLLECTORS =
      ManagementFactory.getGarbageCollectorMXBeans().stream()
          .filter(collector -> !collector.getName().endsWith(CONCURRENT))
          .toList();

  private static final AtomicLong LONGEST = new AtomicLong();

  static {
    for (GarbageCollectorMXBean collector : COLLECTORS) {
      ((NotificationEmitter) collector)
          .addNotificationListener((told, _) -> ended(told), null, null);
    }
  }

  private GcPauses() {}

  private static void ended(Notification told) {
    if (told.getUserData() instanceof CompositeData data
        && told.getType()
            .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
      long millis = GarbageCollectionNotificationInfo.from(data).getGcInfo().getDuration();
      LONGEST.accumulateAndGet(millis, Math::max);
    }
  }

  /** Milliseconds of all pauses since the process began. */
  static long totalMillis() {
    return COLLECTORS.stream().mapToLong(GarbageCollectorMXBean::getCollectionTime).sum();
  }

  /** Milliseconds of the longest pause since this was last asked. */
  static long takeLongestMillis() {
    return LONGEST.getAndSet(0);
  }
}
