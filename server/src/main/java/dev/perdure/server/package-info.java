/** HTTP ingress and administration of a node. */
@NullMarked
package dev.perdure.server;

import org.jspecify.annotations.NullMarked;
