/** Classes that break the arrows between modules, for the test of the rule. */
@NullMarked
package dev.perdure.kernel.planted;

import org.jspecify.annotations.NullMarked;
