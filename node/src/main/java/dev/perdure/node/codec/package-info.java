/**
 * How values become JSON and come back: the shapes of records and sealed families as reflection
 * finds them, and the codec that is made from them.
 */
@NullMarked
package dev.perdure.node.codec;

import org.jspecify.annotations.NullMarked;
