/** Tests of running handlers on values that stand for many. */
@NullMarked
package dev.perdure.testing.diagram.flow;

import org.jspecify.annotations.NullMarked;
