package dev.perdure.kernel;

/**
 * Figures of one partition since it was opened.
 *
 * @param turns how often it looked for something to do; stands still while it is idle
 * @param steps events handled by a behaviour to a verdict, committed or about to be
 * @param deferred verdicts that deferred
 * @param ignored verdicts that ignored
 * @param rejected events rejected by a behaviour, or because the machine is halted
 * @param lateAnswers answers dropped: too late, or after another
 * @param staleFirings timer firings dropped because the timer was stopped or restarted
 * @param failedAttempts handlers that threw
 * @param parked events parked
 * @param activations machines loaded or made
 * @param ready messages waiting in memory
 * @param active machines in memory
 * @param uncommitted step records on their way to the store
 */
public record PartitionStatistics(
    int partition,
    long turns,
    long steps,
    long deferred,
    long ignored,
    long rejected,
    long lateAnswers,
    long staleFirings,
    long failedAttempts,
    long parked,
    long activations,
    long ready,
    long active,
    long uncommitted) {}
