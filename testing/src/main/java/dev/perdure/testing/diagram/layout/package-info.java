/**
 * Places boxes and arrows in layers, from top to bottom: {@link
 * dev.perdure.testing.diagram.layout.Layout}. It knows sizes and ends of arrows, and nothing of
 * what they stand for.
 */
@NullMarked
package dev.perdure.testing.diagram.layout;

import org.jspecify.annotations.NullMarked;
