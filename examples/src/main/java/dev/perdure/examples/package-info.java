/** Programs written with Perdure, each with its property as a test. */
@NullMarked
package dev.perdure.examples;

import org.jspecify.annotations.NullMarked;
