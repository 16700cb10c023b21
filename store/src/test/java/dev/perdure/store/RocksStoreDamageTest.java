package dev.perdure.store;

import static dev.perdure.store.DamagedDirectory.VALUE_BYTES;
import static dev.perdure.store.DamagedDirectory.cut;
import static dev.perdure.store.DamagedDirectory.flip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.kernel.spi.CommitHistory;
import dev.perdure.kernel.spi.Durability;
import dev.perdure.store.DamagedDirectory.Outcome;
import dev.perdure.store.DamagedDirectory.Outcome.Exact;
import dev.perdure.store.DamagedDirectory.Outcome.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recovery is exact, or refuses and says which file: at every place, whatever the damage. */
final class RocksStoreDamageTest {
  private DamagedDirectory directory;
  private long acknowledged;

  @BeforeEach
  void prepare() throws IOException {
    directory = new DamagedDirectory();
  }

  @AfterEach
  void cleanUp() throws IOException {
    directory.close();
  }

  /** All in the log. */
  private void writeLogOnly(int groups) throws IOException {
    try (RocksStore store = RocksStore.open(directory.live(), TestStores.SMALL)) {
      CommitHistory history = new CommitHistory(store, VALUE_BYTES);
      history.commit(groups);
      acknowledged = history.groups();
      directory.takeImage();
    }
  }

  /** Some in sorted files, some in the log. */
  private void writeSortedFilesAndLog() throws IOException {
    for (int i = 0; i < 2; i++) {
      try (RocksStore store = RocksStore.open(directory.live(), TestStores.SMALL)) {
        new CommitHistory(store, VALUE_BYTES).commit(5);
      }
    }
    try (RocksStore store = RocksStore.open(directory.live(), TestStores.SMALL)) {
      CommitHistory history = new CommitHistory(store, VALUE_BYTES);
      history.commit(5);
      acknowledged = history.groups();
      directory.takeImage();
    }
  }

  /** The state between the writing of the last group and its acknowledgement. */
  private long writeWithLastUnacknowledged() throws IOException {
    try (RocksStore store = RocksStore.open(directory.live(), TestStores.SMALL)) {
      CommitHistory history = new CommitHistory(store, VALUE_BYTES);
      history.commit(4);
      acknowledged = history.groups();
      Path bound = directory.live().resolve(AcknowledgedFile.NAME);
      Path before = directory.live().resolveSibling("bound");
      Files.copy(bound, before);
      directory.takeImage();
      long lengthBefore = Files.size(directory.image().resolve(directory.log()));
      history.commit(1);
      directory.takeImage();
      Files.copy(
          before,
          directory.image().resolve(AcknowledgedFile.NAME),
          StandardCopyOption.REPLACE_EXISTING);
      return lengthBefore;
    }
  }

  /** People are to know which file to look at. */
  private static void assertRefused(Outcome outcome, String file, String what) {
    assertThat(outcome).as(what).isInstanceOf(Refused.class);
    assertThat(((Refused) outcome).message()).as(file + " " + what).contains(name(file));
  }

  private static String name(String file) {
    return file.substring(file.lastIndexOf('/') + 1);
  }

  @Test
  void withoutDamageEverythingIsThere() throws IOException {
    writeSortedFilesAndLog();
    assertThat(directory.open(directory.log(), acknowledged, file -> {}))
        .isEqualTo(new Exact(acknowledged));
  }

  @Test
  void aTornTailIsCut() throws IOException {
    long from = writeWithLastUnacknowledged();
    String log = directory.log();
    long to = Files.size(directory.image().resolve(log));
    for (long length = from; length < to; length++) {
      assertThat(directory.open(log, acknowledged, cut(length)))
          .as("cut at " + length)
          .isEqualTo(new Exact(acknowledged));
      if (length % 3 == 0) {
        assertThat(directory.open(log, acknowledged, flip(length)))
            .as("flipped at " + length)
            .isEqualTo(new Exact(acknowledged));
      }
    }
    assertThat(directory.open(log, acknowledged, cut(to))).isEqualTo(new Exact(acknowledged + 1));
  }

  @Test
  void acknowledgedGroupsCutFromTheLogAreMissed() throws IOException {
    writeLogOnly(4);
    String log = directory.log();
    long size = Files.size(directory.image().resolve(log));
    for (long length = 0; length < size; length++) {
      Outcome outcome = directory.open(log, acknowledged, cut(length));
      assertThat(outcome).as("cut at " + length).isInstanceOf(Refused.class);
      // Behind a whole record nothing tells which of the logs was cut: all of them are named then.
      assertThat(((Refused) outcome).message())
          .as("cut at " + length)
          .contains("acknowledged")
          .containsPattern("/db\\b.*(" + name(log) + "|\\*\\.log)");
    }
  }

  @Test
  void damageInTheLogIsRefusedAndNamesTheFileAndChangesNothing() throws IOException {
    writeLogOnly(4);
    String log = directory.log();
    long size = Files.size(directory.image().resolve(log));
    for (long offset = 0; offset < size; offset++) {
      Outcome outcome = directory.open(log, acknowledged, flip(offset));
      assertRefused(outcome, log, "flipped at " + offset);
    }
    Path copy = directory.live().resolveSibling("untouched");
    TestStores.copy(directory.image(), copy);
    flip(size / 2).to(copy.resolve(log));
    byte[] damaged = Files.readAllBytes(copy.resolve(log));
    assertThat(DamagedDirectory.open(copy, acknowledged)).isInstanceOf(Refused.class);
    assertThat(Files.readAllBytes(copy.resolve(log))).isEqualTo(damaged);
    assertThat(DamagedDirectory.open(copy, acknowledged)).isInstanceOf(Refused.class);
    flip(size / 2).to(copy.resolve(log));
    assertThat(DamagedDirectory.open(copy, acknowledged)).isEqualTo(new Exact(acknowledged));
  }

  @Test
  void damageInSortedFilesIsRefusedAtOpeningOrReading() throws IOException {
    writeSortedFilesAndLog();
    for (String file : directory.files()) {
      if (file.endsWith(".sst")) {
        long size = Files.size(directory.image().resolve(file));
        for (long offset = 0; offset < size; offset += 29) {
          directory.open(file, acknowledged, flip(offset)); // Exact, or refused.
        }
        for (long length = 0; length < size; length += 211) {
          assertRefused(directory.open(file, acknowledged, cut(length)), file, "cut at " + length);
        }
        // The first bytes are entries.
        assertRefused(directory.open(file, acknowledged, flip(20)), file, "flipped at 20");
      }
    }
  }

  @Test
  void damageAnywhereAmongManyLogsIsExactOrRefused() throws IOException {
    acknowledged = directory.takeImageOfAKilledWriter(1_500);
    assertThat(directory.files().stream().filter(file -> file.endsWith(".log")).count())
        .isGreaterThan(1);
    for (String file : directory.files()) {
      if (file.endsWith(".log") || file.endsWith(".sst") || file.contains("MANIFEST")) {
        long size = Files.size(directory.image().resolve(file));
        directory.open(file, acknowledged, Files::delete);
        for (long offset = 0; offset < size; offset += size / 12 + 1) {
          directory.open(file, acknowledged, cut(offset));
          directory.open(file, acknowledged, flip(offset));
        }
      }
    }
  }

  @Test
  void aDamagedManifestForgetsNothing() throws IOException {
    writeSortedFilesAndLog();
    String manifest = directory.manifest();
    long size = Files.size(directory.image().resolve(manifest));
    for (long offset = 0; offset < size; offset += 3) {
      assertRefused(
          directory.open(manifest, acknowledged, cut(offset)), manifest, "cut at " + offset);
      assertRefused(
          directory.open(manifest, acknowledged, flip(offset)), manifest, "flipped at " + offset);
    }
  }

  @Test
  void damageInSmallFilesIsExactOrRefused() throws IOException {
    writeSortedFilesAndLog();
    for (String file : directory.files()) {
      long size = Files.size(directory.image().resolve(file));
      boolean small = size <= 1024 && !file.contains("MANIFEST");
      for (long offset = 0; small && offset < size; offset += size > 100 ? 11 : 2) {
        directory.open(file, acknowledged, cut(offset));
        directory.open(file, acknowledged, flip(offset));
      }
    }
  }

  @Test
  void aRemovedFileIsMissedOrNotNeeded() throws IOException {
    writeSortedFilesAndLog();
    for (String file : directory.files()) {
      Outcome outcome = directory.open(file, acknowledged, Files::delete);
      boolean needed =
          file.endsWith(".log")
              || file.endsWith(".sst")
              || file.contains("MANIFEST")
              || file.endsWith("CURRENT")
              || file.equals(StoreFile.NAME)
              || file.equals(AcknowledgedFile.NAME);
      assertThat(outcome).as(file).isInstanceOf(needed ? Refused.class : Exact.class);
    }
  }

  @Test
  void aLogFromAnotherHistoryIsRefused() throws IOException {
    writeLogOnly(4);
    Path other = directory.live().resolveSibling("other");
    try (RocksStore store = RocksStore.open(other, TestStores.SMALL)) {
      new CommitHistory(store, VALUE_BYTES + 1).commit(4);
    }
    Outcome outcome =
        directory.open(
            AcknowledgedFile.NAME,
            acknowledged,
            file ->
                Files.copy(
                    other.resolve(AcknowledgedFile.NAME),
                    file,
                    StandardCopyOption.REPLACE_EXISTING));
    assertThat(outcome).isInstanceOf(Refused.class);
    assertThat(((Refused) outcome).message()).contains("do not belong together");
  }

  @Test
  void unsyncedGroupsMayBeMissingAfterTheOperatingSystemDied() throws IOException {
    RocksStoreConfig unsynced = TestStores.SMALL.withDurability(Durability.OS);
    try (RocksStore store = RocksStore.open(directory.live(), unsynced)) {
      new CommitHistory(store, VALUE_BYTES).commit(6);
      directory.takeImage();
    }
    String log = directory.log();
    long size = Files.size(directory.image().resolve(log));
    // The process was killed: everything must be there.
    assertThat(directory.open(log, 6, file -> {})).isEqualTo(new Exact(6));
    assertThat(directory.open(log, 6, cut(size - 10))).isInstanceOf(Refused.class);
    // The operating system died: a state of the history, with nothing of the groups behind the cut.
    try (AcknowledgedFile bound = AcknowledgedFile.open(directory.image(), new UUID(1, 2))) {
      bound.acknowledge(bound.acknowledged(), false);
    }
    assertThat(directory.open(log, 0, cut(size - 10))).isEqualTo(new Exact(5));
    assertThat(directory.open(log, 0, flip(size / 2))).isInstanceOf(Exact.class);
    assertThat(directory.open(log, 6, file -> {})).isEqualTo(new Exact(6));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 11, 29})
  void everyMaskIsUsedWhateverTheDistance(int distance) {
    assertThat(
            LongStream.range(0, 100)
                .mapToObj(i -> DamagedDirectory.mask(i * distance))
                .collect(Collectors.groupingBy(mask -> mask, Collectors.counting())))
        .hasSize(3)
        .allSatisfy((_, count) -> assertThat(count).isGreaterThan(15));
  }

  /** The planted bug: without the bound a cut log loses acknowledged groups, and is found out. */
  @Test
  void aStoreWithoutItsBoundIsCaught() throws IOException {
    writeLogOnly(4);
    String log = directory.log();
    long size = Files.size(directory.image().resolve(log));
    assertThatThrownBy(
            () ->
                directory.open(
                    log,
                    acknowledged,
                    file -> {
                      cut(size - 1).to(file);
                      AcknowledgedFile.create(directory.copy());
                    }))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("groups in the store");
  }
}
