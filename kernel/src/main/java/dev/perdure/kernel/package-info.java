/** Every guarantee of Perdure, deterministic and single-threaded per partition. */
@NullMarked
package dev.perdure.kernel;

import org.jspecify.annotations.NullMarked;
