package dev.perdure.examples.wordcount;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.MapKey;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.Step;

/**
 * Counts its share of the words. When a word becomes more frequent than every word of this counter
 * was before, it tells the {@link Gatherer}.
 */
public final class WordCounter implements Machine<WordCounter.State, WordCounter.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("word-counter", Event.class);
  public static final Definition<?, Event> DEFINITION =
      Definition.of(TYPE, State.class, WordCounter::new);

  /** The longest word. */
  public static final int MAX_WORD = 100;

  /** What a counter can be told. */
  public sealed interface Event {}

  /**
   * A word was read.
   *
   * @param word 1 to {@link #MAX_WORD} characters
   * @param position where it stood in the text
   */
  public record Count(String word, long position) implements Event {
    /** Checks the word. */
    public Count {
      if (word.isEmpty() || word.length() > MAX_WORD) {
        throw new IllegalArgumentException("a word has 1 to " + MAX_WORD + " characters: " + word);
      }
    }
  }

  /** How often was this word read? */
  public record Look(String word, ReplyTo<Long> to) implements Event, Query {}

  record State(long highest) {}

  private static final MapKey<String, Long> FREQUENCIES =
      MapKey.of("frequencies", String.class, Long.class);

  /**
   * The counter of a word.
   *
   * @param counters how many counters share the words; the same at every call
   */
  public static MachineRef<Event> of(String word, int counters) {
    return TYPE.ref(Integer.toString(Math.floorMod(word.hashCode(), counters)));
  }

  @Override
  public State initial() {
    return new State(0);
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (event) {
      case Count(var word, var position) -> {
        long frequency = frequency(word, step) + 1;
        step.map(FREQUENCIES).put(word, frequency);
        if (frequency <= state.highest()) yield state;
        step.send(
            Gatherer.MAIN,
            new Gatherer.Found(new WordFrequency(word, frequency, position, step.self().key())));
        yield new State(frequency);
      }
      case Look(var word, var to) -> {
        step.reply(to, frequency(word, step));
        yield state;
      }
    };
  }

  private static long frequency(String word, Step<Event> step) {
    return step.map(FREQUENCIES).get(word).orElse(0L);
  }
}
