package dev.perdure.examples.wordcount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.Step;
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
    return open(WordCounter.DEFINITION, Gatherer.DEFINITION);
  }

  private TestNode open(
      Definition<?, WordCounter.Event> counter, Definition<?, Gatherer.Event> gatherer) {
    return TestNode.open(dir, counter, gatherer);
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

  /** The monitor: what the gatherer heard and kept is in order. */
  private static void assertInOrder(Reports reports) {
    List<Long> frequencies = reports.reports().stream().map(WordFrequency::frequency).toList();
    assertThat(frequencies).isSorted().doesNotHaveDuplicates();
    assertThat(reports.outOfTurn()).as("reports out of turn").isZero();
  }

  /** The planted bug: what was the highest is in a field, and gone when the node is. */
  private static final class ForgetfulGatherer implements Machine<Gatherer.State, Gatherer.Event> {
    private final Gatherer gatherer = new Gatherer();
    private long highest;

    @Override
    public Gatherer.State initial() {
      return gatherer.initial();
    }

    @Override
    public Gatherer.State on(
        Gatherer.State state, Gatherer.Event event, Step<Gatherer.Event> step) {
      Gatherer.State next =
          gatherer.on(new Gatherer.State(highest, state.reports(), state.outOfTurn()), event, step);
      highest = next.highest();
      // A query may change nothing, not even what was forgotten.
      return event instanceof ListReports ? state : next;
    }
  }

  /** The planted bug: what was found is sent twice. */
  private static final class ChattyCounter
      implements Machine<WordCounter.State, WordCounter.Event> {
    private final WordCounter counter = new WordCounter();

    @Override
    public WordCounter.State initial() {
      return counter.initial();
    }

    @Override
    public WordCounter.State on(
        WordCounter.State state, WordCounter.Event event, Step<WordCounter.Event> step) {
      WordCounter.State next = counter.on(state, event, step);
      if (event instanceof Count(var word, var position) && !next.equals(state)) {
        step.send(
            Gatherer.MAIN,
            new Gatherer.Found(
                new WordFrequency(word, next.highest(), position, step.self().key())));
      }
      return next;
    }
  }

  /** Counts one word, three times. */
  private static void countThreeTimes(TestNode node, String word) {
    for (int position = 0; position < 3; position++) {
      node.send(word + position, WordCounter.of(word, COUNTERS), new Count(word, position));
    }
  }

  @Test
  void aGathererThatForgetsIsCaught() {
    Definition<?, Gatherer.Event> forgetful =
        Definition.of(Gatherer.TYPE, Gatherer.State.class, ForgetfulGatherer::new);
    try (TestNode node = open(WordCounter.DEFINITION, forgetful)) {
      countThreeTimes(node, "so");
      assertInOrder(reports(node, 3));
      node.restart();
      countThreeTimes(node, "la");
      Reports reports =
          node.await(
              Gatherer.MAIN,
              Reports.class,
              to -> new ListReports(0, to),
              list -> list.reports().size() == 6);
      assertThatThrownBy(() -> assertInOrder(reports)).isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void aCounterThatReportsTwiceIsCaught() {
    Definition<?, WordCounter.Event> chatty =
        Definition.of(WordCounter.TYPE, WordCounter.State.class, ChattyCounter::new);
    try (TestNode node = open(chatty, Gatherer.DEFINITION)) {
      countThreeTimes(node, "so");
      Reports reports = reports(node, 3);
      assertThatThrownBy(() -> assertInOrder(reports))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("out of turn");
    }
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
      assertInOrder(reports);
      assertThat(reports.reports().getLast().frequency()).isEqualTo(highest);
      assertThat(reports.reports())
          .allSatisfy(found -> assertThat(text.get((int) found.position())).isEqualTo(found.word()))
          .allSatisfy(
              found ->
                  assertThat(WordCounter.of(found.word(), COUNTERS).key())
                      .isEqualTo(found.counter()));
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
