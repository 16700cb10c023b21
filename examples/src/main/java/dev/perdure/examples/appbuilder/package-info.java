/**
 * A service for applications on a blockchain: users transfer money, the chain validates it and
 * seals it into blocks, and everybody can ask what became of a transfer. The properties that must
 * hold: no transfer's number is given twice, a status never leaves aborted or committed, the money
 * on the chain is conserved, and each committed transfer is in exactly one block.
 */
@NullMarked
package dev.perdure.examples.appbuilder;

import org.jspecify.annotations.NullMarked;
