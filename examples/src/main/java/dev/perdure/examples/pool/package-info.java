/**
 * A service that keeps pools of virtual machines at their wanted sizes, whatever the provider and
 * the process do. The properties that must hold: every pool at last has as many VMs as its goal
 * says, no VM exists that no pool has, and every request is obeyed and answered once.
 */
@NullMarked
package dev.perdure.examples.pool;

import org.jspecify.annotations.NullMarked;
