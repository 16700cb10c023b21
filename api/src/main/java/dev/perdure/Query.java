package dev.perdure;

/**
 * Marks an event that only reads. A query is handled in the same {@link Machine#on} as every other
 * event, but its step may only {@linkplain Step#reply reply} or {@linkplain Step#refuse refuse},
 * must return the state it was given, and writes nothing; any other effect fails the step. Its
 * answer shows durable state only. Asked from outside, it is stepped at once even where the
 * machine's events must wait, as in quarantine.
 *
 * <p>A query has one {@link ReplyTo} component: without it nobody could be answered.
 *
 * <pre>{@code
 * public record CountVms(ReplyTo<Long> to) implements Event, Query {}
 * }</pre>
 */
public interface Query {}
