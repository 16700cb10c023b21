/**
 * A machine with two states, each with a timer of its own. The property that must hold: no timer
 * fires in a state that it does not belong to.
 */
@NullMarked
package dev.perdure.examples.simpletimers;

import org.jspecify.annotations.NullMarked;
