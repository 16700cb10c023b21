/** Whether what clients saw of one machine has a sequential explanation. */
@NullMarked
package dev.perdure.testing.linear;

import org.jspecify.annotations.NullMarked;
