package dev.perdure.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds each published module to its golden file {@code public-api.txt}, so that a change of the
 * public API shows in a review. With {@code -Dperdure.golden=write} the files are written.
 */
final class PublicApiTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @ParameterizedTest
  @MethodSource("publishedModules")
  void theGoldenFileTellsThePublicApi(Path module) throws Exception {
    Path golden = module.resolve("public-api.txt");
    List<String> actual = PublicApi.ofModule(module.resolve("target/classes"));
    if ("write".equals(System.getProperty("perdure.golden"))) {
      Files.write(golden, actual);
      return;
    }
    List<String> expected = Files.exists(golden) ? Files.readAllLines(golden) : List.of();
    if (!expected.equals(actual)) {
      fail(
          "The public API differs from %s. If that is meant, run ./perdure api-golden and commit.\n"
              + "%s",
          ROOT.relativize(golden), PublicApi.difference(expected, actual));
    }
  }

  @Test
  void theTextShowsWhatUsersSee() {
    assertThat(PublicApi.ofType(Specimen.class))
        .containsExactly(
            "",
            "public sealed interface dev.perdure.build.PublicApiTest.Specimen<T extends Number>"
                + " permits dev.perdure.build.PublicApiTest.Specimen.Leaf",
            "  public static final int BOUND",
            "  public abstract @Nullable T find(List<? extends T> among) throws"
                + " java.io.IOException");
    assertThat(PublicApi.ofType(Specimen.Leaf.class))
        .containsExactly(
            "",
            "public record dev.perdure.build.PublicApiTest.Specimen.Leaf(String name, int size)"
                + " implements dev.perdure.build.PublicApiTest.Specimen<Integer>",
            "  public Leaf(String name)",
            "  public @Nullable Integer find(List<? extends Integer> among)");
  }

  @Test
  void aDifferenceNamesTypeAndMember() {
    List<String> before = List.of("", "public class dev.perdure.A", "  public int one()");
    List<String> after = List.of("", "public class dev.perdure.A", "  public long one()");
    assertThat(PublicApi.difference(before, after))
        .isEqualTo("- dev.perdure.A: public int one()\n+ dev.perdure.A: public long one()");
  }

  static List<Path> publishedModules() {
    try (Stream<Path> folders = Files.list(ROOT)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("src/main/java/module-info.java")))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A type with a bit of everything. */
  public sealed interface Specimen<T extends Number> {
    int BOUND = 3;

    @Nullable T find(List<? extends T> among) throws IOException;

    /** The only one. */
    record Leaf(String name, int size) implements Specimen<Integer> {
      public Leaf(String name) {
        this(name, 0);
      }

      @Override
      public @Nullable Integer find(List<? extends Integer> among) {
        return null;
      }
    }
  }
}
