package dev.perdure.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.kernel.spi.Store;
import dev.perdure.kernel.spi.Write;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A process that loads run after run into a directory for ever, and tells of each. */
public final class LoadWriter {
  private static final int ENTRIES = 500;

  private LoadWriter() {}

  /** Takes the directory, and the number of the first run. */
  public static void main(String[] args) {
    try (RocksStore store = RocksStore.open(Path.of(args[0]), TestStores.SMALL)) {
      for (int run = Integer.parseInt(args[1]); ; run++) {
        List<Write.Put> entries = new ArrayList<>();
        for (int i = 0; i < ENTRIES; i++) {
          entries.add(new Write.Put(key(run, i), value(run, i)));
        }
        store.load(0, entries);
        System.out.println(run + 1);
        System.out.flush();
      }
    }
  }

  /**
   * Runs it in a process of its own and kills that.
   *
   * @param told how many runs are there
   * @return how many it said are there when it was dead
   */
  static int runAndKill(Path dir, int told, int count) throws IOException, InterruptedException {
    try (ChildProcess child = ChildProcess.start(LoadWriter.class, dir.toString(), "" + told)) {
      int there = told;
      String line = child.line();
      for (int i = 1; !line.isEmpty(); i++) {
        there = Integer.parseInt(line);
        if (i == count) {
          child.kill();
        }
        line = child.line();
      }
      assertThat(child.exitCode()).isEqualTo(128 + 9);
      return there;
    }
  }

  /** Of so many runs, what is not there or is another. */
  static List<String> missing(Store store, int runs) {
    List<String> missing = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      for (int i = 0; i < ENTRIES; i++) {
        byte[] found = store.get(0, key(run, i));
        if (found == null || !new String(found, US_ASCII).equals(run + "/" + i)) {
          missing.add(run + "/" + i);
        }
      }
    }
    return missing;
  }

  /** Runs lie between each other, as request ids do. */
  private static byte[] key(int run, int i) {
    return String.format(Locale.ROOT, "x%05d/%d", i, run).getBytes(US_ASCII);
  }

  private static byte[] value(int run, int i) {
    return (run + "/" + i).getBytes(US_ASCII);
  }
}
