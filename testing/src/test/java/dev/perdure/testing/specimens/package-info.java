/** Programs with a bug of their own, which the simulator must find, and their right twins. */
@NullMarked
package dev.perdure.testing.specimens;

import org.jspecify.annotations.NullMarked;
