/** Tests of diagrams. */
@NullMarked
package dev.perdure.testing.diagram;

import org.jspecify.annotations.NullMarked;
