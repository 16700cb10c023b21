/**
 * Accounts, and transfers between them in two forms: straight from account to account, and by a
 * broker that withdraws, deposits and, where that is refused, puts back. The properties that must
 * hold: money is neither made nor lost, no balance is ever below zero, and a transfer that was
 * acknowledged is applied exactly once.
 */
@NullMarked
package dev.perdure.examples.bank;

import org.jspecify.annotations.NullMarked;
