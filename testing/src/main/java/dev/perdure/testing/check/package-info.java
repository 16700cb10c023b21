/** The checkers that are always on: models of what is committed, compared with what comes next. */
@NullMarked
package dev.perdure.testing.check;

import org.jspecify.annotations.NullMarked;
