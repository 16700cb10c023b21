package dev.perdure;

/**
 * What a node, a simulation or a test is opened with: the {@link Definition}s of its machines and
 * the {@link Activity.Bound activities} that they call.
 */
public sealed interface Part permits Definition, Activity.Bound {}
