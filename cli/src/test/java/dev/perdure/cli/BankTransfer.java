package dev.perdure.cli;

/**
 * One transfer that a client wanted.
 *
 * @param reference what both books say about it
 * @param source the account that pays
 * @param target the account that is paid
 */
record BankTransfer(String reference, String source, String target, long amount) {}
