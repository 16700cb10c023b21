@NullMarked
package dev.perdure.node;

import org.jspecify.annotations.NullMarked;
