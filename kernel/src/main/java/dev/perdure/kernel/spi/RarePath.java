package dev.perdure.kernel.spi;

/** A path of the kernel that is correct at any moment and seldom taken. */
public enum RarePath {
  /** A machine for which the store alone would do is read from there again. */
  PASSIVATE,
  /** A machine's behaviour is made anew: its plain fields are gone. */
  FRESH_BEHAVIOUR,
  /** A state is decoded from its bytes, though it is in memory. */
  READ_STATE,
  /** An event is decoded from its bytes, though it is in memory. */
  READ_EVENT,
  /** A message that came is let go, as if there were no room for it. */
  LET_GO,
  /** A machine is loaded when its message has its turn, not with others before that. */
  LOAD_ALONE,
  /** No more than one waiting event is read at a time. */
  SHORT_READ,
  /** A message goes to another store in a frame of its own. */
  SHORT_FRAME,
  /** What is on the wire to another store is sent again, before its time is over. */
  SEND_AGAIN
}
