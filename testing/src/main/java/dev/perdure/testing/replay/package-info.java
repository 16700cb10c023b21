/** History run again, without failures: failure transparency (G11). */
@NullMarked
package dev.perdure.testing.replay;

import org.jspecify.annotations.NullMarked;
