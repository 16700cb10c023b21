package dev.perdure.examples.wordcount;

/**
 * How often a word was read, up to one place in the text.
 *
 * @param word the word
 * @param frequency how often, from 1
 * @param position where it was read the last of these times
 * @param counter the key of the counter that says so
 */
public record WordFrequency(String word, long frequency, long position, String counter) {
  /** Checks the frequency. */
  public WordFrequency {
    if (frequency < 1) throw new IllegalArgumentException("frequency must be >= 1: " + frequency);
  }
}
