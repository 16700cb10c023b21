package dev.perdure.node;

import dev.perdure.kernel.PartitionStatistics;
import java.util.Optional;

/** Adds up the figures of partitions; used by one thread. */
final class StatisticsSum {
  private long turns;
  private long steps;
  private long groups;
  private long deferred;
  private long ignored;
  private long rejected;
  private long lateAnswers;
  private long staleFirings;
  private long failedAttempts;
  private long parked;
  private long activations;
  private long activeMachines;
  private long ready;
  private long uncommitted;

  void addGroups(long more) {
    groups += more;
  }

  /** What was added up elsewhere, of partitions that are not there any more. */
  void add(StatisticsSum other) {
    turns += other.turns;
    steps += other.steps;
    groups += other.groups;
    deferred += other.deferred;
    ignored += other.ignored;
    rejected += other.rejected;
    lateAnswers += other.lateAnswers;
    staleFirings += other.staleFirings;
    failedAttempts += other.failedAttempts;
    parked += other.parked;
    activations += other.activations;
  }

  /** A partition that is not there any more: what it has counted. */
  void addEnded(PartitionStatistics one) {
    turns += one.turns();
    steps += one.steps();
    deferred += one.deferred();
    ignored += one.ignored();
    rejected += one.rejected();
    lateAnswers += one.lateAnswers();
    staleFirings += one.staleFirings();
    failedAttempts += one.failedAttempts();
    parked += one.parked();
    activations += one.activations();
  }

  /** A partition in use: what it has counted, and what it holds. */
  void addServing(PartitionStatistics one) {
    addEnded(one);
    activeMachines += one.active();
    ready += one.ready();
    uncommitted += one.uncommitted();
  }

  NodeStatistics total(Optional<String> outage) {
    return new NodeStatistics(
        turns,
        steps,
        groups,
        deferred,
        ignored,
        rejected,
        lateAnswers,
        staleFirings,
        failedAttempts,
        parked,
        activations,
        activeMachines,
        ready,
        uncommitted,
        outage);
  }
}
