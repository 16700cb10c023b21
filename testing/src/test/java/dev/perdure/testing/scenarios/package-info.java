/** The test scenarios of earlier frameworks of this kind, as programs of ours. */
@NullMarked
package dev.perdure.testing.scenarios;

import org.jspecify.annotations.NullMarked;
