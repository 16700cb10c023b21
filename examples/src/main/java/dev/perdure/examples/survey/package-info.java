/**
 * Surveys that are open for a while and then report. The properties that must hold: each survey
 * reports to its subscriber exactly once, its result is the sum of the votes it accepted, and no
 * vote counts after it closed.
 */
@NullMarked
package dev.perdure.examples.survey;

import org.jspecify.annotations.NullMarked;
