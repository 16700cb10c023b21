@NullMarked
package dev.perdure.testing.check;

import org.jspecify.annotations.NullMarked;
