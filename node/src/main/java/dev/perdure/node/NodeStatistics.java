package dev.perdure.node;

import java.util.Optional;

/**
 * Figures of a node since it was opened; each is read for itself, so sums may be off by what
 * happens meanwhile.
 *
 * @param outage why the node does not serve now; empty while it serves
 */
public record NodeStatistics(
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
