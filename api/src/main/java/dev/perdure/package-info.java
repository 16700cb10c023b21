/** Reliable state machines: what a program imports. */
@NullMarked
package dev.perdure;

import org.jspecify.annotations.NullMarked;
