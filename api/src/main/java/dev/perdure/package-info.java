/** What user code imports: machines, their types, and the verbs of a step. */
@NullMarked
package dev.perdure;

import org.jspecify.annotations.NullMarked;
