@NullMarked
package dev.perdure.testing.coverage;

import org.jspecify.annotations.NullMarked;
