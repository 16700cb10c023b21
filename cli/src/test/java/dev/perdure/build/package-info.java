/** Tests that hold the build's own rules over all modules. */
@NullMarked
package dev.perdure.build;

import org.jspecify.annotations.NullMarked;
