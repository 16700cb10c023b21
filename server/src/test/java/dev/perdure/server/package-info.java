/** Tests of the server over real nodes. */
@NullMarked
package dev.perdure.server;

import org.jspecify.annotations.NullMarked;
