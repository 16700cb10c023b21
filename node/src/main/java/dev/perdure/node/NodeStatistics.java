package dev.perdure.node;

import java.util.Optional;

/**
 * Figures of a node since it was opened; each is read for itself, so sums may be off by what
 * happens meanwhile.
 *
 * @param turns how often partitions looked for something to do; stands still while the node is idle
 * @param outage why the node does not serve now; empty while it serves
 */
public record NodeStatistics(
    long turns,
    long steps,
    long groups,
    long deferred,
    long ignored,
    long rejected,
    long lateAnswers,
    long staleFirings,
    long failedAttempts,
    long parked,
    long activations,
    long activeMachines,
    long ready,
    long uncommitted,
    Optional<String> outage) {}
