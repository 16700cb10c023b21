@NullMarked
package dev.perdure.node.codec;

import org.jspecify.annotations.NullMarked;
