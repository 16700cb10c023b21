package dev.perdure.testing.linear;

import dev.perdure.testing.RunListener.Reply;
import java.util.Optional;

/**
 * What a machine is as if its requests came one at a time: the specification that {@link
 * Linearizability} holds what clients saw against. States are compared by {@code equals}.
 *
 * @param <S> the model's own state
 */
public interface SequentialModel<S> {
  /** Before the first request. */
  S initial();

  /**
   * The state after a request that was answered so, if it can be in this state.
   *
   * @param reply empty where nobody heard an answer: any will do
   * @return empty where the machine could not have given that answer in this state
   */
  Optional<S> after(S state, Object event, Optional<Reply> reply);
}
