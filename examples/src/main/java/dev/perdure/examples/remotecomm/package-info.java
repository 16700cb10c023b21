/**
 * Two machines in two partitions. The property that must hold: what one sends, the other steps
 * exactly once and in the order sent.
 */
@NullMarked
package dev.perdure.examples.remotecomm;

import org.jspecify.annotations.NullMarked;
