/**
 * Two machines that play table tennis. The properties that must hold: the ball is hit exactly as
 * often as was agreed, by both in turn, and at the end the second player is gone.
 */
@NullMarked
package dev.perdure.examples.pingpong;

import org.jspecify.annotations.NullMarked;
