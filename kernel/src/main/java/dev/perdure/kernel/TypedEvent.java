package dev.perdure.kernel;

/** An event with its type, ready for the handler. */
record TypedEvent(EventShape shape, Object event) {}
