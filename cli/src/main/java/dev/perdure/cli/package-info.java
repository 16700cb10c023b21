/** The operator's tool, behind the launcher <code>perdure</code>. */
@NullMarked
package dev.perdure.cli;

import org.jspecify.annotations.NullMarked;
