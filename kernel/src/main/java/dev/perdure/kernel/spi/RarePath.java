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
  READ_EVENT
}
