package dev.perdure.examples.pool;

/**
 * What the provider calls a VM, chosen by the provider.
 *
 * @param value as the provider prints it
 */
public record VmId(String value) {}
