package dev.perdure.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.OverloadedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class InsistingTest {
  private static final CompletableFuture<String> PUSHED_BACK =
      CompletableFuture.failedFuture(new OverloadedException(Duration.ZERO, "here"));

  private static CompletableFuture<String> ask(Queue<CompletableFuture<String>> answers) {
    return Insisting.on(answers::remove);
  }

  @Test
  void whatIsPushedBackIsAskedAgainUntilItIsTaken() {
    Queue<CompletableFuture<String>> answers =
        new ArrayDeque<>(
            List.of(
                PUSHED_BACK,
                PUSHED_BACK.thenApply(answer -> answer),
                CompletableFuture.completedFuture("taken")));
    assertThat(ask(answers).join()).isEqualTo("taken");
    assertThat(answers).isEmpty();
  }

  @Test
  void anyOtherFailureIsTheAnswer() {
    Queue<CompletableFuture<String>> answers =
        new ArrayDeque<>(
            List.of(
                PUSHED_BACK,
                CompletableFuture.failedFuture(new IllegalStateException("closed")),
                CompletableFuture.completedFuture("never asked")));
    assertThatThrownBy(() -> ask(answers).join())
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining("closed");
    assertThat(answers).hasSize(1);
  }
}
