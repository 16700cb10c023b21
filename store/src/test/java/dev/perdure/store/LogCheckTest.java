package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.kernel.spi.CommitHistory;
import dev.perdure.kernel.spi.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is checked of a database before RocksDB opens it: by number, and in any language. */
final class LogCheckTest {
  private static final int GROUPS = 5;
  private static final int GROUPS_OF_OLDER = 3;

  private final Locale language = Locale.getDefault();
  private DamagedDirectory directory;
  private Path database;

  @BeforeEach
  void takeImage() throws IOException {
    directory = new DamagedDirectory();
    try (RocksStore store = RocksStore.open(directory.live(), TestStores.SMALL)) {
      new CommitHistory(store, DamagedDirectory.VALUE_BYTES).commit(GROUPS);
      directory.takeImage();
    }
    database = Layout.databaseDir(directory.image());
  }

  @AfterEach
  void cleanUp() throws IOException {
    Locale.setDefault(language);
    directory.close();
  }

  private Optional<String> check() throws IOException {
    try (AcknowledgedFile bound = AcknowledgedFile.open(directory.image())) {
      return LogCheck.check(database, bound);
    }
  }

  /** As if RocksDB had made nearly a million files before: the next log is called 1000000.log. */
  private void renameLogs(String older, String newer) throws IOException {
    Path log = directory.image().resolve(directory.log());
    byte[] all = Files.readAllBytes(log);
    Files.move(log, database.resolve(newer));
    Files.write(database.resolve(older), Arrays.copyOf(all, endOfGroup(log, all)));
    assertThat(LogScan.of(database.resolve(older)).lastGroup()).isEqualTo(GROUPS_OF_OLDER);
  }

  private static int endOfGroup(Path log, byte[] all) throws IOException {
    for (int end = all.length; end > 0; end--) {
      Path cut = Files.write(log.resolveSibling("cut"), Arrays.copyOf(all, end));
      LogScan scan = LogScan.of(cut);
      Files.delete(cut);
      if (scan.lastGroup() == GROUPS_OF_OLDER && !scan.damaged()) {
        return end;
      }
    }
    throw new AssertionError("no such group in " + log);
  }

  @Test
  void logsFollowEachOtherByTheirNumbers() throws IOException {
    renameLogs("999999.log", "1000000.log");
    assertThat(check()).isEmpty();
  }

  @Test
  void theNewestLogIsTheOneWithTheGreatestNumber() throws IOException {
    renameLogs("1000000.log", "999999.log");
    assertThatThrownBy(this::check)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("1000000.log")
        .hasMessageContaining("behind group " + GROUPS_OF_OLDER)
        .hasMessageContaining("was acknowledged");
  }

  /** Where numbers have other digits than file names. */
  @Test
  void theManifestIsGuardedInEveryLanguage() throws IOException {
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    assertThat("%d".formatted(1)).isNotEqualTo("1");
    assertThat(LogCheck.Manifest.of(database)).isNotEqualTo(LogCheck.Manifest.NONE);
    String manifest = directory.manifest();
    long size = Files.size(directory.image().resolve(manifest));
    assertThat(directory.open(manifest, GROUPS, DamagedDirectory.cut(size - 1)))
        .isInstanceOf(DamagedDirectory.Outcome.Refused.class);
  }

  @Test
  void aStoreOpensAnewInAnotherLanguage() throws IOException {
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    assertThat(DamagedDirectory.open(directory.image(), GROUPS))
        .isEqualTo(new DamagedDirectory.Outcome.Exact(GROUPS));
    Locale.setDefault(Locale.ROOT);
    assertThat(DamagedDirectory.open(directory.image(), GROUPS))
        .isEqualTo(new DamagedDirectory.Outcome.Exact(GROUPS));
  }
}
