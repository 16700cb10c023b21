package dev.perdure.examples.wordcount;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.examples.Clients;
import dev.perdure.examples.TestNode;
import dev.perdure.examples.wordcount.Gatherer.ListReports;
import dev.perdure.examples.wordcount.Gatherer.Reports;
import dev.perdure.examples.wordcount.WordCounter.Count;
import dev.perdure.examples.wordcount.WordCounter.Look;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every word counts once, and what is reported grows. */
@Timeout(300)
final class WordCountTest {
  private static final int COUNTERS = 5;
  private static final int WORDS = 2_000;

  @TempDir private Path dir;

  private TestNode open() {
    return TestNode.open(dir, WordCounter.DEFINITION, Gatherer.DEFINITION);
  }

  /** Some words are much more frequent than others, as in any text. */
  private static List<String> text() {
    SplittableRandom random = new SplittableRandom(41);
    return IntStream.range(0, WORDS)
        .mapToObj(_ -> "word" + random.nextInt(random.nextInt(60) + 1))
        .toList();
  }

  private static void send(TestNode node, List<String> text, int position) {
    String word = text.get(position);
    node.send("word-" + position, WordCounter.of(word, COUNTERS), new Count(word, position));
  }

  private static Reports reports(TestNode node, long highest) {
    return node.await(
        Gatherer.MAIN,
        Reports.class,
        to -> new ListReports(0, to),
        list -> !list.reports().isEmpty() && list.reports().getLast().frequency() >= highest);
  }

  private static void assertStrictlyIncreasing(Reports reports) {
    List<Long> frequencies = reports.reports().stream().map(WordFrequency::frequency).toList();
    assertThat(frequencies).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void everyWordCountsOnceAndReportsGrowOverRestarts() throws Exception {
    int clients = 8;
    List<String> text = text();
    Map<String, Long> expected =
        text.stream()
            .collect(
                Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    long highest = Collections.max(expected.values());
    try (TestNode node = open();
        Clients<Integer> readers = new Clients<>()) {
      for (int i = 0; i < clients; i++) {
        int first = i;
        readers.start(
            () -> {
              for (int position = first; position < WORDS; position += clients) {
                send(node, text, position);
                if (position % 10 == first) send(node, text, position);
              }
              return first;
            });
      }
      for (int i = 0; i < 3; i++) node.restartAfter(WORDS / 4);
      assertThat(readers.results()).hasSize(clients);

      expected.forEach(
          (word, frequency) ->
              assertThat(
                      node.query(
                          WordCounter.of(word, COUNTERS), Long.class, to -> new Look(word, to)))
                  .as(word)
                  .isEqualTo(frequency));
      Reports reports = reports(node, highest);
      assertStrictlyIncreasing(reports);
      assertThat(reports.reports().getLast().frequency()).isEqualTo(highest);
      assertThat(reports.reports())
          .allSatisfy(
              found -> assertThat(text.get((int) found.position())).isEqualTo(found.word()));
      node.restart();
      assertThat(reports(node, highest)).isEqualTo(reports);
    }
  }

  @Test
  void aReportPageGoesOnAfterTheOneBefore() {
    try (TestNode node = open()) {
      for (int position = 0; position < 5; position++) {
        node.send("again-" + position, WordCounter.of("so", COUNTERS), new Count("so", position));
      }
      Reports all = reports(node, 5);
      assertThat(all.reports())
          .extracting(WordFrequency::frequency)
          .containsExactly(1L, 2L, 3L, 4L, 5L);
      assertThat(node.query(Gatherer.MAIN, Reports.class, to -> new ListReports(3, to)).reports())
          .isEqualTo(all.reports().subList(3, 5));
    }
  }
}
