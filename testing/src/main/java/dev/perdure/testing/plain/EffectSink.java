package dev.perdure.testing.plain;

import dev.perdure.testing.Effect;

/** Takes what a step does, as it does it. */
public interface EffectSink {
  /** The step does this now. */
  void add(Effect effect);

  /** The step does this now, and it changes nothing: the key was not there, the queue was empty. */
  default void addIdle(Effect effect) {
    add(effect);
  }
}
