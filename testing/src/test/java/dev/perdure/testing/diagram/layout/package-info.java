/** Tests of placing. */
@NullMarked
package dev.perdure.testing.diagram.layout;

import org.jspecify.annotations.NullMarked;
