/**
 * A failing run for people: what happened as text, as a diagram, as JSON, and how to see it again.
 */
@NullMarked
package dev.perdure.testing.report;

import org.jspecify.annotations.NullMarked;
