package dev.perdure.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.node.NodeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Holds {@code docs/settings.md} to the settings that there are. With {@code
 * -Dperdure.golden=write} its table is written.
 */
final class SettingsDocTest {
  private static final Path DOC = Path.of("..", "docs", "settings.md");
  private static final String TABLE_BEGINS = "\n| Setting |";

  @Test
  void theTableOfTheDocumentIsThatOfTheCode() throws IOException {
    String document = Files.readString(DOC);
    String before = document.substring(0, document.indexOf(TABLE_BEGINS) + 1);
    String actual = before + NodeConfig.markdown();
    if ("write".equals(System.getProperty("perdure.golden"))) {
      Files.writeString(DOC, actual);
      return;
    }
    assertThat(document).as("docs/settings.md; ./perdure api-golden writes it").isEqualTo(actual);
  }
}
