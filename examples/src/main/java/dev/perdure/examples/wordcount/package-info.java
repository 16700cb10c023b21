/**
 * Words are counted by several counters, and a gatherer keeps the most frequent one. The properties
 * that must hold: the reported frequency strictly increases, each counter's reports come once and
 * in turn, and every word counts exactly once.
 */
@NullMarked
package dev.perdure.examples.wordcount;

import org.jspecify.annotations.NullMarked;
