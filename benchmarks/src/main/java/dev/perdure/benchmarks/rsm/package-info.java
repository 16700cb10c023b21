/**
 * The protocol of the original Reliable State Machines over this project's own store: what a gain
 * is measured against. For benchmarks only.
 *
 * <p><b>What stands for what.</b> One transaction for each event: it takes the event out of the
 * stored inbox, writes the changed state, puts messages for machines of the same partition into
 * their inboxes, and those for others, numbered by a stored counter for each pair, into the
 * sender's stored outbox; then it commits by itself ({@link
 * dev.perdure.benchmarks.rsm.RsmMachine}). A task for each machine drains its outbox, one message a
 * call; the receiver takes it in a transaction of its own if its number is the next one by the
 * stored receive counter, and drops it otherwise; when the call has returned, a third transaction
 * removes it from the outbox. Whoever is no machine sends by a transaction of its own, without a
 * number. Machines are made by a transaction of their own, in the partition with the fewest. When a
 * host is opened, every machine of the stored set goes on with its state, inbox and outbox ({@link
 * dev.perdure.benchmarks.rsm.RsmHost}).
 *
 * <p><b>Where this is kinder than the original was.</b> Nothing polls (the original looks at
 * inboxes and outboxes every 10 to 100 ms): each transaction says at once what it makes possible.
 * All partitions are in one process, and a call between them is a call of a method. No read goes to
 * the disk: inboxes, outboxes, counters and states are in memory too. Values are written by the
 * codec of this project, not as XML. Answers to callers, which the original did not have, are given
 * in memory after the commit and cost nothing. A commit waits for one disk, not for a quorum of
 * replicas. While little is to be done, the thread that commits goes on by itself without waking
 * another. With {@link dev.perdure.benchmarks.rsm.Syncs#SHARED} all transactions that wait for the
 * disk at once share one sync, as a store that commits in groups would have it.
 *
 * <p>Left out, because no workload uses it: the stack of states, timers, halting, creation by
 * machines, retries after failed commits (a failed commit ends the host).
 */
@NullMarked
package dev.perdure.benchmarks.rsm;

import org.jspecify.annotations.NullMarked;
