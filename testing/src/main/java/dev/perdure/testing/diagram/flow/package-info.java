/**
 * What a handler can lead to, read from its source: each pair of a state and an event is run
 * through {@code on} with values that stand for all values of their class. Every branch that such a
 * value can take is taken; helpers, static factories and raised events are followed. It knows Java
 * and the verbs of {@link dev.perdure.Step}, and nothing of diagrams.
 */
@NullMarked
package dev.perdure.testing.diagram.flow;

import org.jspecify.annotations.NullMarked;
