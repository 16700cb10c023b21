package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.kernel.spi.CommitHistory;
import dev.perdure.kernel.spi.CommitOutcome;
import dev.perdure.kernel.spi.Durability;
import dev.perdure.kernel.spi.StoreException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A process that goes on with the history in a directory for ever, and reports the number of each
 * group once it is acknowledged. When the store fails, it reports what the store says from then on.
 */
public final class HistoryWriter {
  /** So much that all stays in one log. */
  static final String ONE_LOG = Long.toString(256 << 20);

  /** So little that logs and sorted files follow each other. */
  static final String MANY_LOGS = Long.toString(1 << 20);

  private static final String OPEN = "open ";

  private HistoryWriter() {}

  /**
   * Runs.
   *
   * @param args directory, durability, bytes of a value, bytes of memtables, and the number of a
   *     group to report before it is committed, to die in between: the planted bug
   */
  public static void main(String[] args) {
    Path dir = Path.of(args[0]);
    RocksStoreConfig config =
        RocksStoreConfig.defaults()
            .withPartitions(TestStores.SMALL.partitions())
            .withDurability(Durability.valueOf(args[1]))
            .withBytes(8 << 20, Long.parseLong(args[3]), 64 << 20);
    long early = args.length > 4 ? Long.parseLong(args[4]) : 0;
    try (RocksStore store = RocksStore.open(dir, config)) {
      CommitHistory history = new CommitHistory(store, Integer.parseInt(args[2]));
      report(OPEN + history.groups());
      while (true) {
        if (history.groups() + 1 == early) {
          report(Long.toString(early));
          Runtime.getRuntime().halt(1);
        }
        switch (history.next()) {
          case CommitOutcome.Committed _ -> report(Long.toString(history.groups()));
          case CommitOutcome.Unknown unknown -> {
            report("unknown " + unknown.reason());
            reportAfterFailure(store, history);
            return;
          }
          case CommitOutcome.Fenced fenced -> throw new IllegalStateException(fenced.toString());
        }
      }
    }
  }

  /**
   * Runs it in a process of its own and kills that in the middle of its work.
   *
   * @param count groups of its own after which it is killed; what it reports until it is dead
   *     counts as well
   * @return the last group that was acknowledged
   */
  static long runAndKill(Path dir, String durability, int valueBytes, String memtables, int count)
      throws IOException, InterruptedException {
    try (ChildProcess child =
        ChildProcess.start(
            HistoryWriter.class, dir.toString(), durability, "" + valueBytes, memtables)) {
      String opened = child.line();
      assertThat(opened).startsWith(OPEN);
      long acknowledged = Long.parseLong(opened.substring(OPEN.length()));
      String line = child.line();
      for (int i = 1; !line.isEmpty(); i++) {
        acknowledged = Long.parseLong(line);
        if (i == count) {
          child.kill();
        }
        line = child.line();
      }
      assertThat(child.exitCode()).isEqualTo(128 + 9);
      return acknowledged;
    }
  }

  private static void reportAfterFailure(RocksStore store, CommitHistory history) {
    report("then " + history.next());
    try {
      store.head(0);
      report("read");
    } catch (StoreException e) {
      report("refused " + e.getMessage());
    }
  }

  private static void report(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
