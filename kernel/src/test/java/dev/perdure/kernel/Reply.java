package dev.perdure.kernel;

import java.util.Optional;

/** Who waits for an answer in a test; sees to it that there is at most one. */
final class Reply implements Waiter {
  private Optional<Answer> answer = Optional.empty();

  @Override
  public void complete(Answer given) {
    answer.ifPresent(
        before -> {
          throw new AssertionError("answered twice: " + before + ", then " + given);
        });
    answer = Optional.of(given);
  }

  boolean isAnswered() {
    return answer.isPresent();
  }

  /** The answer there must be. */
  Answer answer() {
    return answer.orElseThrow(() -> new AssertionError("no answer"));
  }

  /** The value there must be. */
  <R> R value(Class<R> type) {
    if (answer() instanceof Answer.Value(var bytes)) {
      return new TestCodec().of(type).decode(bytes);
    }
    throw new AssertionError("no value, but " + answer());
  }

  /** The no there must be. */
  Answer.No no() {
    if (answer() instanceof Answer.No no) {
      return no;
    }
    throw new AssertionError("no refusal, but " + answer());
  }
}
