package dev.perdure.testing.linear;

import dev.perdure.testing.RunListener.Reply;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** A machine that adds up numbers: the sum comes back from each addition, and from each reading. */
public final class CounterModel implements SequentialModel<Long> {
  private final Function<Object, OptionalLong> additions;

  /**
   * @param additions how much an event adds; empty where it reads the sum
   */
  public CounterModel(Function<Object, OptionalLong> additions) {
    this.additions = additions;
  }

  @Override
  public Long initial() {
    return 0L;
  }

  @Override
  public Optional<Long> after(Long state, Object event, Optional<Reply> reply) {
    if (reply.isPresent() && reply.get() instanceof Reply.Failure) {
      return Optional.of(state); // Refused: nothing was done.
    }
    long after = state + additions.apply(event).orElse(0);
    return RegisterModel.answers(reply, after) ? Optional.of(after) : Optional.empty();
  }
}
