/** What single parts of the path of a step cost, by JMH: {@code ./perdure bench micro}. */
@NullMarked
package dev.perdure.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
