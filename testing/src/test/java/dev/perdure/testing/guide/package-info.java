@NullMarked
package dev.perdure.testing.guide;

import org.jspecify.annotations.NullMarked;
