/** Steps and durable collections without a kernel: what they are promised to be, said simply. */
@NullMarked
package dev.perdure.testing.plain;

import org.jspecify.annotations.NullMarked;
